extension Column {
  /// Returns the rows of the given numbers in their order; a negative number gives a null.
  ///
  /// - Complexity: O(rows).
  package func taking(_ rows: [Int]) -> Column {
    Column(storage.taking(rows), validity: takenValidity(rows))
  }

  /// The bits of the taken rows; nil, without a look at each row, when nothing can be null.
  private func takenValidity(_ rows: [Int]) -> Validity? {
    if validity == nil, rows.allSatisfy({ $0 >= 0 }) { return nil }
    return Validity.bitmap(count: rows.count) { (index: Int) -> Bool in
      let row = rows[index]
      return row >= 0 && (validity?[row] ?? true)
    }
  }

  /// Returns the rows whose flag is true.
  package func filtered(_ mask: [Bool]) -> Column {
    precondition(mask.count == count, "the mask must have a flag for each row")
    return taking(rowNumbers(where: mask))
  }
}

/// The numbers of the rows whose flag is true, in memory of exactly that size.
package func rowNumbers(where mask: [Bool]) -> [Int] {
  let count = mask.reduce(0) { (sum: Int, flag: Bool) -> Int in sum &+ (flag ? 1 : 0) }
  if count == mask.count { return Array(mask.indices) }
  var rows: [Int] = []
  rows.reserveCapacity(count)
  for row in mask.indices where mask[row] { rows.append(row) }
  return rows
}

extension ColumnStorage {
  fileprivate func taking(_ rows: [Int]) -> ColumnStorage {
    switch self {
    case .bool(let values): .bool(gather(values, rows, or: false))
    case .int32(let values): .int32(gather(values, rows, or: 0))
    case .int64(let values): .int64(gather(values, rows, or: 0))
    case .float32(let values): .float32(gather(values, rows, or: 0))
    case .float64(let values): .float64(gather(values, rows, or: 0))
    case .string(let text): .string(text.gathering(rows))
    case .dictionary(let text): .dictionary(DictionaryText(codes: gather(text.codes, rows, or: 0), values: text.values))
    case .binary(let text): .binary(text.gathering(rows))
    case .date(let values): .date(gather(values, rows, or: 0))
    case .timestamp(let values, let unit, let utc): .timestamp(gather(values, rows, or: 0), unit, utc: utc)
    case .decimal(let values, let precision, let scale):
      .decimal(gather(values, rows, or: 0), precision: precision, scale: scale)
    case .list(let lists): .list(lists.gathering(rows))
    }
  }
}

private func gather<Value>(_ values: [Value], _ rows: [Int], or missing: Value) -> [Value] {
  values.withUnsafeBufferPointer { source in
    rows.map { (row: Int) -> Value in
      precondition(row < source.count, "row \(row) is outside the column")
      return row < 0 ? missing : source[row]
    }
  }
}
