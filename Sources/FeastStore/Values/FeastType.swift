internal import DataFrames
internal import FeatureStoreCore

/// A value type of Feast, by its number in registries and entity keys; numbers that are not known are kept.
struct FeastType: RawRepresentable, Hashable, Sendable, CustomStringConvertible {
  let rawValue: Int

  init(rawValue: Int) { self.rawValue = rawValue }

  /// Not declared: Feast then goes by the data.
  static let invalid = FeastType(rawValue: 0)
  static let bytes = FeastType(rawValue: 1)
  static let string = FeastType(rawValue: 2)
  static let int32 = FeastType(rawValue: 3)
  static let int64 = FeastType(rawValue: 4)
  static let double = FeastType(rawValue: 5)
  static let float = FeastType(rawValue: 6)
  static let bool = FeastType(rawValue: 7)
  static let unixTimestamp = FeastType(rawValue: 8)

  static let pdfBytes = FeastType(rawValue: 30)
  static let imageBytes = FeastType(rawValue: 31)
  static let json = FeastType(rawValue: 32)
  static let uuid = FeastType(rawValue: 36)
  static let timeUUID = FeastType(rawValue: 37)
  static let decimal = FeastType(rawValue: 44)

  /// The type of an element of a list or a set; nil for other types.
  var element: FeastType? {
    switch rawValue {
    case 11...18: FeastType(rawValue: rawValue - 10)
    case 22...29: FeastType(rawValue: rawValue - 21)
    default: nil
    }
  }

  /// The type's name in Feast, such as `INT64`.
  var description: String { rawValue < Self.names.count ? Self.names[max(rawValue, 0)] : "type \(rawValue)" }

  /// Whether values of this type can be read and written here.
  var isSupported: Bool { columnType != nil }

  private static let names = [
    "INVALID", "BYTES", "STRING", "INT32", "INT64", "DOUBLE", "FLOAT", "BOOL", "UNIX_TIMESTAMP", "type 9", "type 10",
    "BYTES_LIST", "STRING_LIST", "INT32_LIST", "INT64_LIST", "DOUBLE_LIST", "FLOAT_LIST", "BOOL_LIST",
    "UNIX_TIMESTAMP_LIST", "NULL", "MAP", "MAP_LIST", "BYTES_SET", "STRING_SET", "INT32_SET", "INT64_SET",
    "DOUBLE_SET", "FLOAT_SET", "BOOL_SET", "UNIX_TIMESTAMP_SET", "PDF_BYTES", "IMAGE_BYTES", "JSON", "JSON_LIST",
    "STRUCT", "STRUCT_LIST", "UUID", "TIME_UUID", "UUID_LIST", "TIME_UUID_LIST", "UUID_SET", "TIME_UUID_SET",
    "VALUE_LIST", "VALUE_SET", "DECIMAL", "DECIMAL_LIST", "DECIMAL_SET", "SCALAR_MAP", "ZONED_TIMESTAMP",
  ]
}

extension FeastType {
  /// The type that a column is declared as.
  init(_ type: ColumnType) {
    switch type {
    case .bool: self = .bool
    case .int32: self = .int32
    case .int64: self = .int64
    case .float32: self = .float
    case .float64: self = .double
    case .string: self = .string
    case .binary: self = .bytes
    case .date, .timestamp: self = .unixTimestamp
    case .decimal: self = .decimal
    case .list(let element):
      let type = FeastType(element)
      self = (1...8).contains(type.rawValue) ? FeastType(rawValue: type.rawValue + 10) : .invalid
    }
  }

  /// The type of a column that holds such values; nil for types that columns cannot hold.
  var columnType: ColumnType? {
    switch self {
    case .bool: .bool
    case .int32: .int32
    case .int64: .int64
    case .float: .float32
    case .double: .float64
    case .string: .string
    case .bytes, .pdfBytes, .imageBytes: .binary
    case .unixTimestamp: .timestamp(.microseconds, utc: true)
    case .json, .uuid, .timeUUID, .decimal: .string
    default: element?.columnType.map(ColumnType.list)
    }
  }
}

/// A named, typed column of a view.
struct FeastField: Hashable, Sendable {
  let name: String
  let type: FeastType

  static func == (left: FeastField, right: FeastField) -> Bool { left.name == right.name && left.type == right.type }
}
