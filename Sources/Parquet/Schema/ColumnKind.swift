internal import DataFrames

/// How the values of a flat column are stored and what they become in a frame.
enum ColumnKind: Hashable, Sendable {
  case bool
  case int32
  /// 32-bit unsigned numbers, which widen to int64.
  case uint32
  case int64
  case float32
  case float64
  case date
  case timestamp(TimeUnit, utc: Bool)
  /// The 12-byte nanosecond timestamps of Impala and old Spark; they have no zone.
  case int96
  case string
  case binary
  /// Byte strings of one length, without a length before each.
  case fixedBinary(length: Int)

  var columnType: ColumnType {
    switch self {
    case .bool: .bool
    case .int32: .int32
    case .uint32, .int64: .int64
    case .float32: .float32
    case .float64: .float64
    case .date: .date
    case .timestamp(let unit, let utc): .timestamp(unit, utc: utc)
    case .int96: .timestamp(.nanoseconds, utc: false)
    case .string: .string
    case .binary, .fixedBinary: .binary
    }
  }
}

/// Says why a column cannot be read.
struct UnsupportedFeature: Error, Hashable, Sendable {
  let feature: String
}

extension ColumnKind {
  /// Finds the kind of a leaf, by LogicalTypes.md.
  init(_ element: SchemaElement) throws(UnsupportedFeature) {
    guard let number = element.type, let type = PhysicalType(rawValue: number) else {
      throw UnsupportedFeature(feature: "the physical type number \(element.type ?? -1)")
    }
    if case .other(let name)? = element.logicalType { throw UnsupportedFeature(feature: "the type \(name)") }
    switch (type, element.logicalType) {
    case (.boolean, nil), (.boolean, .unknown): self = .bool
    case (.int32, let logical): self = try Self.int32(logical)
    case (.int64, let logical): self = try Self.int64(logical)
    case (.int96, nil), (.int96, .unknown): self = .int96
    case (.float, nil), (.float, .unknown): self = .float32
    case (.double, nil), (.double, .unknown): self = .float64
    case (.byteArray, .string), (.byteArray, .enumeration), (.byteArray, .json): self = .string
    case (.byteArray, nil), (.byteArray, .bson), (.byteArray, .unknown): self = .binary
    case (.fixedLengthByteArray, nil), (.fixedLengthByteArray, .uuid), (.fixedLengthByteArray, .unknown):
      guard let length = element.typeLength, length > 0 else {
        throw UnsupportedFeature(feature: "FIXED_LEN_BYTE_ARRAY without a length")
      }
      self = .fixedBinary(length: Int(length))
    case (_, let logical):
      throw UnsupportedFeature(feature: "the type \(logical.map { "\($0)" } ?? "none") stored as \(type)")
    }
  }

  private static func int32(_ logical: LogicalType?) throws(UnsupportedFeature) -> ColumnKind {
    switch logical {
    case nil, .unknown, .integer(bits: 8, _), .integer(bits: 16, _), .integer(bits: 32, signed: true): return .int32
    case .integer(bits: 32, signed: false): return .uint32
    case .date: return .date
    case .some(let other): throw UnsupportedFeature(feature: "the type \(other) stored as INT32")
    }
  }

  private static func int64(_ logical: LogicalType?) throws(UnsupportedFeature) -> ColumnKind {
    switch logical {
    case nil, .unknown, .integer(bits: 64, signed: true): return .int64
    case .integer(bits: 64, signed: false): throw UnsupportedFeature(feature: "unsigned 64-bit integers (UINT_64)")
    case .timestamp(.milliseconds, let utc): return .timestamp(.milliseconds, utc: utc)
    case .timestamp(.microseconds, let utc): return .timestamp(.microseconds, utc: utc)
    case .timestamp(.nanoseconds, let utc): return .timestamp(.nanoseconds, utc: utc)
    case .some(let other): throw UnsupportedFeature(feature: "the type \(other) stored as INT64")
    }
  }
}
