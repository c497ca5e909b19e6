/// Collects the first cells in which columns of one type differ, and counts the others.
struct CellComparison {
  let tolerance: Double
  let limit: Int
  private(set) var cells: [FrameDifference.Cell] = []
  private(set) var count = 0

  init(tolerance: Double, limit: Int) {
    self.tolerance = tolerance
    self.limit = limit
  }

  mutating func compare(_ name: String, _ column: Column, _ expected: Column) {
    for row in 0..<min(column.count, expected.count) where !matches(column, expected, row) {
      count += 1
      if cells.count < limit {
        cells.append(
          FrameDifference.Cell(column: name, row: row, value: column.shown(row), expected: expected.shown(row)))
      }
    }
  }

  private func matches(_ column: Column, _ expected: Column, _ row: Int) -> Bool {
    if column.isNull(row) || expected.isNull(row) { return column.isNull(row) && expected.isNull(row) }
    if column.equals(row, expected) { return true }
    guard tolerance > 0 else { return false }
    switch (column.storage, expected.storage) {
    case (.float32(let left), .float32(let right)): return isNear(Double(left[row]), Double(right[row]))
    case (.float64(let left), .float64(let right)): return isNear(left[row], right[row])
    case (.list(let left), .list(let right)): return matches(left[row], right[row])
    default: return false
    }
  }

  /// Compares the elements of two lists.
  private func matches(_ list: Column, _ expected: Column) -> Bool {
    list.count == expected.count && (0..<list.count).allSatisfy { matches(list, expected, $0) }
  }

  private func isNear(_ left: Double, _ right: Double) -> Bool { abs(left - right) <= tolerance }
}

extension Column {
  /// The value of a row for a message; text in quotes, so that a space or an empty text can be seen.
  fileprivate func shown(_ row: Int) -> String? {
    type == .string ? text(row)?.debugDescription : text(row)
  }
}
