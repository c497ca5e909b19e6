internal import DataFrames

/// The rows of a column sorted into groups of equal values; groups of numbers and times are in the order of the values.
struct ValueGroups {
  /// The group of each row; -1 for a row without a value (NaN is none).
  let ids: [Int32]
  let count: Int
  /// Whether a greater group stands for a greater value.
  let isOrdered: Bool

  /// Nil for lists, whose values have no order.
  init?(_ column: Column) {
    guard let order = try? DataFrame(columns: [("value", column)]).rowOrder(by: ["value"]) else { return nil }
    let numbers = column.comparableNumbers()
    var ids = [Int32](repeating: -1, count: column.count)
    var (group, last): (Int32, Int?) = (-1, nil)
    for row in order {
      if column.isNull(row) || numbers?[row].isNaN == true { break }
      let isSame = last.map { (last: Int) -> Bool in
        numbers.map { $0[last] == $0[row] } ?? column.hasEqualBytes(last, row)
      }
      if isSame != true { group += 1 }
      ids[row] = group
      last = row
    }
    self.ids = ids
    count = Int(group) + 1
    isOrdered = numbers != nil
  }

  /// Groups that are known already, such as the classes of labels.
  init(ids: [Int32], count: Int, isOrdered: Bool) {
    self.ids = ids
    self.count = count
    self.isOrdered = isOrdered
  }
}

extension Column {
  /// Numbers, truth values and times as doubles with NaN for a null; nil for other columns.
  func comparableNumbers() -> [Double]? {
    var numbers: [Double]
    switch storage {
    case .bool(let values): numbers = values.map { $0 ? 1 : 0 }
    case .int32(let values), .date(let values): numbers = values.map(Double.init)
    case .int64(let values), .timestamp(let values, _, _): numbers = values.map(Double.init)
    case .float32(let values): numbers = values.map(Double.init)
    case .float64(let values): numbers = values
    case .decimal(let values, _, let scale):
      numbers = values.map { Double(DecimalValue(unscaled: $0, scale: scale).description) ?? .nan }
    case .string, .dictionary, .binary, .list: return nil
    }
    guard validity != nil else { return numbers }
    for row in numbers.indices where isNull(row) { numbers[row] = .nan }
    return numbers
  }

  /// Whether the strings or bytes of two rows are the same.
  fileprivate func hasEqualBytes(_ left: Int, _ right: Int) -> Bool {
    switch storage {
    case .string(let text), .binary(let text): text.bytes[text.range(left)] == text.bytes[text.range(right)]
    case .dictionary(let text):
      text.codes[left] == text.codes[right]
        || text.values.bytes[text.values.range(Int(text.codes[left]))]
          == text.values.bytes[text.values.range(Int(text.codes[right]))]
    default: false
    }
  }

  /// Whether a row has a value; NaN is none.
  func hasValue(_ row: Int) -> Bool {
    if isNull(row) { return false }
    switch storage {
    case .float32(let values): return !values[row].isNaN
    case .float64(let values): return !values[row].isNaN
    default: return true
    }
  }
}
