internal import DataFrames
internal import FeatureStoreCore

/// One part of an entity key, equal for equal keys whatever the type of the column: 7 as int32 is 7 as int64.
enum NaiveKey: Hashable {
  case number(Int128)
  case instant(Timestamp)
  case bytes([UInt8])

  /// nil for a null, and for a number that is not whole: it is nobody's key.
  init?(_ value: FeatureValue) {
    switch value {
    case .bool(let flag): self = .number(flag ? 1 : 0)
    case .int32(let number): self = .number(Int128(number))
    case .int64(let number): self = .number(Int128(number))
    case .float32(let number):
      guard let whole = Int64(exactly: number) else { return nil }
      self = .number(Int128(whole))
    case .float64(let number):
      guard let whole = Int64(exactly: number) else { return nil }
      self = .number(Int128(whole))
    case .decimal(let number):
      guard let whole = number.unscaled(atScale: 0) else { return nil }
      self = .number(whole)
    case .string(let text): self = .bytes(Array(text.utf8))
    case .binary(let bytes): self = .bytes(bytes)
    case .timestamp(let time): self = .instant(time)
    case .null, .list: return nil
    }
  }

  /// Whether columns of two types can have equal keys.
  static func areComparable(_ left: ColumnType, _ right: ColumnType) -> Bool { kind(left) == kind(right) }

  private static func kind(_ type: ColumnType) -> Int {
    switch type {
    case .bool, .int32, .int64, .float32, .float64, .decimal: 0
    case .string, .binary: 1
    case .date, .timestamp: 2
    case .list: 3
    }
  }
}

/// Gives every distinct key a number.
struct NaiveKeyNumbers {
  private var numbers: [[NaiveKey]: Int] = [:]

  init() {}

  /// The number of each row's key; nil where a part is null. Rows of no columns have one key.
  mutating func numbers(of columns: [Column], rowCount: Int) throws -> [Int?] {
    (0..<rowCount).map { (row: Int) -> Int? in
      let parts = columns.compactMap { NaiveKey(FeatureValue($0, row: row)) }
      guard parts.count == columns.count else { return nil }
      let number = numbers[parts] ?? numbers.count
      numbers[parts] = number
      return number
    }
  }
}
