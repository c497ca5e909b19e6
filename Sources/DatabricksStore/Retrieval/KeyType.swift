internal import DataFrames
internal import FeatureStoreCore

/// The SQL type in which the keys of entity rows meet those of a table.
///
/// Numbers compare as numbers whatever their width, text and bytes as bytes, dates and times as instants: as the local
/// store has it.
enum KeyType: Sendable {
  case number
  case text
  case bytes
  case time

  init?(_ type: ColumnType?) {
    switch type {
    case .bool?, .int32?, .int64?: self = .number
    case .string?: self = .text
    case .binary?: self = .bytes
    case .date?, .timestamp?: self = .time
    default: return nil
    }
  }

  var sqlType: String {
    switch self {
    case .number: "BIGINT"
    case .text: "STRING"
    case .bytes: "BINARY"
    case .time: "TIMESTAMP"
    }
  }

  /// The column in this type; a value that no key of the type can equal becomes null, which matches nothing.
  ///
  /// - Returns: Nil when values of the column's type can never equal such a key.
  func fit(_ column: Column) -> Column? {
    switch (self, column.type) {
    case (.number, .bool), (.number, .int32), (.number, .int64), (.number, .float32), (.number, .float64),
      (.number, .decimal):
      return (try? column.cast(to: .int64)) ?? converted(column) { $0.exactInteger.map(FeatureValue.int64) }
    case (.text, .string): return column
    case (.text, .binary): return converted(column, Self.text)
    case (.bytes, .binary): return column
    case (.bytes, .string): return converted(column) { $0.stringValue.map { .binary(Array($0.utf8)) } }
    case (.time, .date), (.time, .timestamp):
      let micros = ColumnType.timestamp(.microseconds, utc: true)
      return (try? column.cast(to: micros)) ?? converted(column, Self.wholeMicroseconds)
    default: return nil
    }
  }

  private var columnType: ColumnType {
    switch self {
    case .number: .int64
    case .text: .string
    case .bytes: .binary
    case .time: .timestamp(.microseconds, utc: true)
    }
  }

  private static func text(_ value: FeatureValue) -> FeatureValue? {
    guard case .binary(let bytes) = value else { return nil }
    return String(validating: bytes, as: UTF8.self).map(FeatureValue.string)
  }

  private static func wholeMicroseconds(_ value: FeatureValue) -> FeatureValue? {
    guard let time = value.timestampValue, time.nanoseconds % 1_000 == 0 else { return nil }
    return value
  }

  private func converted(_ column: Column, _ convert: (FeatureValue) -> FeatureValue?) -> Column? {
    let values = (0..<column.count).map { convert(FeatureValue(column, row: $0)) ?? .null }
    return values.allSatisfy(\.isNull) ? .nulls(columnType, count: column.count) : try? Column(values)
  }
}
