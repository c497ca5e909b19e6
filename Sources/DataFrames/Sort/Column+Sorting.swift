extension Column {
  /// Returns row numbers ordered by the values of the column; those of equal values keep their order.
  func stablySorted(_ rows: [Int], _ key: SortKey) -> [Int] {
    var (values, nulls) = (rows, [Int]())
    if let validity {
      values = rows.filter { validity[$0] }
      nulls = rows.filter { !validity[$0] }
    }
    let sorted = storage.stablySorted(values, descending: key.order == .descending)
    return key.nulls == .last ? sorted + nulls : nulls + sorted
  }
}

extension ColumnStorage {
  /// Orders rows that hold values; NaN comes last.
  fileprivate func stablySorted(_ rows: [Int], descending: Bool) -> [Int] {
    let flip: UInt64 = descending ? .max : 0
    switch self {
    case .bool(let values): return radixSorted(rows) { (row: Int) -> UInt64 in (values[row] ? 1 : 0) ^ flip }
    case .int32(let values), .date(let values):
      return radixSorted(rows) { (row: Int) -> UInt64 in Int64(values[row]).orderedBits ^ flip }
    case .int64(let values), .timestamp(let values, _, _):
      return radixSorted(rows) { (row: Int) -> UInt64 in values[row].orderedBits ^ flip }
    case .float32(let values):
      let (numbers, nans) = separated(rows) { (row: Int) -> Bool in values[row].isNaN }
      return radixSorted(numbers) { (row: Int) -> UInt64 in Double(values[row]).orderedBits ^ flip } + nans
    case .float64(let values):
      let (numbers, nans) = separated(rows) { (row: Int) -> Bool in values[row].isNaN }
      return radixSorted(numbers) { (row: Int) -> UInt64 in values[row].orderedBits ^ flip } + nans
    case .decimal(let values, _, _):
      let low = radixSorted(rows) { (row: Int) -> UInt64 in UInt64(truncatingIfNeeded: values[row]) ^ flip }
      return radixSorted(low) { (row: Int) -> UInt64 in Int64(truncatingIfNeeded: values[row] >> 64).orderedBits ^ flip
      }
    case .string(let text), .binary(let text): return textSorted(rows, text, descending: descending)
    case .dictionary(let text):
      let ranks = text.values.ranks
      return radixSorted(rows) { (row: Int) -> UInt64 in ranks[Int(text.codes[row])] ^ flip }
    case .list: return rows
    }
  }
}

/// Splits row numbers in two, keeping their order.
private func separated(_ rows: [Int], _ isSecond: (Int) -> Bool) -> (first: [Int], second: [Int]) {
  var (first, second) = ([Int](), [Int]())
  first.reserveCapacity(rows.count)
  for row in rows {
    if isSecond(row) { second.append(row) } else { first.append(row) }
  }
  return (first, second)
}

extension Int64 {
  /// Bits whose order as an unsigned number is the order of the value.
  var orderedBits: UInt64 { UInt64(bitPattern: self ^ .min) }
}

extension Double {
  /// Bits whose order as an unsigned number is the order of the value; −0.0 gives those of 0.0. Not for NaN.
  var orderedBits: UInt64 {
    let bits = (self == 0 ? 0 : self).bitPattern
    return bits >> 63 == 1 ? ~bits : bits | 1 << 63
  }
}
