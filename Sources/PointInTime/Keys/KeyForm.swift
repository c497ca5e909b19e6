internal import DataFrames

/// How the values of a key column are compared: as numbers, as instants, or as bytes.
enum KeyForm: Hashable, Sendable {
  /// bool (0 and 1), int32, int64, and floats and decimals that are whole.
  case number
  /// date and timestamp, counted in ticks of which a day has the given number.
  case time(ticksPerDay: Int64)
  /// string and binary.
  case bytes
  /// A list is no key and equals nothing.
  case none

  init(_ type: ColumnType) {
    switch type {
    case .bool, .int32, .int64, .float32, .float64, .decimal: self = .number
    case .date: self = .time(ticksPerDay: 1)
    case .timestamp(let unit, _): self = .time(ticksPerDay: unit.perSecond * 86_400)
    case .string, .binary: self = .bytes
    case .list: self = .none
    }
  }

  /// Whether a value of one form can equal a value of the other.
  func isComparable(with other: KeyForm) -> Bool {
    switch (self, other) {
    case (.number, .number), (.time, .time), (.bytes, .bytes): true
    default: false
    }
  }

  /// Whether this form tells apart instants that the other cannot.
  func isFiner(than other: KeyForm) -> Bool {
    if case .time(let ticks) = self, case .time(let otherTicks) = other { return ticks > otherTicks }
    return false
  }
}
