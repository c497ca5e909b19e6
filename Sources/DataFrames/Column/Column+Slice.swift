extension Column {
  /// Returns a range of rows; traps when it reaches outside the column.
  ///
  /// - Complexity: O(rows of the range), as copies of whole blocks of memory.
  package func slice(_ rows: Range<Int>) -> Column {
    if rows == 0..<count { return self }
    return Column(storage.slice(rows), validity: validity?.slice(rows))
  }
}

extension ColumnStorage {
  fileprivate func slice(_ rows: Range<Int>) -> ColumnStorage {
    switch self {
    case .bool(let values): .bool(Array(values[rows]))
    case .int32(let values): .int32(Array(values[rows]))
    case .int64(let values): .int64(Array(values[rows]))
    case .float32(let values): .float32(Array(values[rows]))
    case .float64(let values): .float64(Array(values[rows]))
    case .string(let text): .string(text.slice(rows))
    case .dictionary(let text): .dictionary(DictionaryText(codes: Array(text.codes[rows]), values: text.values))
    case .binary(let text): .binary(text.slice(rows))
    case .date(let values): .date(Array(values[rows]))
    case .timestamp(let values, let unit, let utc): .timestamp(Array(values[rows]), unit, utc: utc)
    case .decimal(let values, let precision, let scale):
      .decimal(Array(values[rows]), precision: precision, scale: scale)
    case .list(let lists): .list(lists.slice(rows))
    }
  }
}

extension TextBuffer {
  fileprivate func slice(_ rows: Range<Int>) -> TextBuffer {
    let (start, end) = (offsets[rows.lowerBound], offsets[rows.upperBound])
    return TextBuffer(bytes: Array(bytes[start..<end]), offsets: shifted(offsets, rows))
  }
}

extension ListBuffer {
  fileprivate func slice(_ rows: Range<Int>) -> ListBuffer {
    let (start, end) = (offsets[rows.lowerBound], offsets[rows.upperBound])
    return ListBuffer(offsets: shifted(offsets, rows), elements: elements.slice(start..<end))
  }
}

/// The offsets of a range of rows, counted from its first.
private func shifted(_ offsets: [Int], _ rows: Range<Int>) -> [Int] {
  let base = offsets[rows.lowerBound]
  return offsets[rows.lowerBound...rows.upperBound].map { (offset: Int) -> Int in offset - base }
}
