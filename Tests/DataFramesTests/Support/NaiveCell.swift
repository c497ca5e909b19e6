import DataFrames

/// One cell, read and compared in the most obvious way; the oracle of sorting and counting.
enum NaiveCell: Hashable {
  case null
  case nan
  case integer(Int128)
  case number(Double)
  case bytes([UInt8])

  init(_ column: Column, _ row: Int) {
    if column.isNull(row) {
      self = .null
      return
    }
    switch column.storage {
    case .bool(let values): self = .integer(values[row] ? 1 : 0)
    case .int32(let values), .date(let values): self = .integer(Int128(values[row]))
    case .int64(let values), .timestamp(let values, _, _): self = .integer(Int128(values[row]))
    case .float32(let values): self = values[row].isNaN ? .nan : .number(Double(values[row]))
    case .float64(let values): self = values[row].isNaN ? .nan : .number(values[row])
    case .string(let text), .binary(let text): self = .bytes(Array(text.bytes[text.range(row)]))
    case .dictionary(let text): self = .bytes(Array(text[row].utf8))
    case .decimal(let values, _, _): self = .integer(values[row])
    case .list: self = .bytes(Array((column.text(row) ?? "").utf8))
    }
  }

  /// Whether the cell comes before another under a key; nulls and NaN stand where the key and the rules put them.
  func precedes(_ other: NaiveCell, _ key: SortKey) -> Bool {
    let (mine, theirs) = (group(key), other.group(key))
    if mine != theirs { return mine < theirs }
    let (left, right) = key.order == .ascending ? (self, other) : (other, self)
    switch (left, right) {
    case (.integer(let a), .integer(let b)): return a < b
    case (.number(let a), .number(let b)): return a < b
    case (.bytes(let a), .bytes(let b)): return a.lexicographicallyPrecedes(b)
    default: return false
    }
  }

  private func group(_ key: SortKey) -> Int {
    switch self {
    case .null: key.nulls == .first ? 0 : 3
    case .nan: 2
    default: 1
    }
  }
}
