/// The rows of a column sorted into groups of equal values, numbered in the order in which they first appear.
///
/// Nulls are one group; NaN equals NaN, and −0.0 equals 0.0.
struct RowGroups: Sendable {
  /// The group of each row.
  private(set) var ids: [Int] = []
  /// The first row of each group.
  private(set) var firstRows: [Int] = []

  var count: Int { firstRows.count }

  /// How many rows each group has.
  var sizes: [Int] {
    ids.reduce(into: [Int](repeating: 0, count: count)) { (sizes: inout [Int], id: Int) in sizes[id] += 1 }
  }

  /// Takes groups that are known.
  init(ids: [Int], firstRows: [Int]) {
    self.ids = ids
    self.firstRows = firstRows
  }

  /// Groups rows by a key.
  private init<Key: Hashable>(count: Int, key: (Int) -> Key) {
    var known: [Key: Int] = [:]
    ids.reserveCapacity(count)
    for row in 0..<count {
      let next = firstRows.count
      let id = known[key(row), default: next]
      if id == next {
        known[key(row)] = next
        firstRows.append(row)
      }
      ids.append(id)
    }
  }

  /// Groups the rows of a column; nil for lists, which are not grouped.
  ///
  /// - Complexity: O(rows).
  init?(_ column: Column) {
    func grouped<Key: Hashable>(_ key: (Int) -> Key) -> RowGroups {
      guard let validity = column.validity else { return RowGroups(count: column.count, key: key) }
      return RowGroups(count: column.count) { (row: Int) -> Key? in validity[row] ? key(row) : nil }
    }
    switch column.storage {
    case .bool(let values): self = grouped { values[$0] }
    case .int32(let values), .date(let values): self = grouped { values[$0] }
    case .int64(let values), .timestamp(let values, _, _): self = grouped { values[$0] }
    case .float32(let values): self = grouped { Double(values[$0]).identity }
    case .float64(let values): self = grouped { values[$0].identity }
    case .decimal(let values, _, _): self = grouped { values[$0] }
    case .string(let text), .binary(let text): self = grouped { TextKey(text, $0) }
    case .dictionary(let text):
      let entries = RowGroups(count: text.values.count) { TextKey(text.values, $0) }
      self = grouped { entries.ids[Int(text.codes[$0])] }
    case .list: return nil
    }
  }

  /// Groups rows that agree in two groupings.
  func refined(by other: RowGroups) -> RowGroups {
    RowGroups(count: ids.count) { (row: Int) -> SIMD2<Int> in SIMD2(ids[row], other.ids[row]) }
  }
}

extension Double {
  /// Bits that are equal for numbers that count as equal.
  fileprivate var identity: UInt64 { isNaN ? Double.nan.bitPattern : self == 0 ? 0 : bitPattern }
}
