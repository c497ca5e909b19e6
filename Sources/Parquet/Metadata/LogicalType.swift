/// What the values of a physical type mean: `LogicalType` of parquet.thrift, with its predecessor `ConvertedType`
/// mapped onto it as LogicalTypes.md says.
enum LogicalType: Sendable, Equatable {
  case string
  case enumeration
  case json
  case bson
  case uuid
  case date
  case timestamp(TimestampUnit, utc: Bool)
  case integer(bits: Int, signed: Bool)
  /// A time of day.
  case time(TimestampUnit)
  case decimal(precision: Int, scale: Int)
  case float16
  case list
  case map
  /// Always null.
  case unknown
  /// A type that cannot be read, by its name in the format.
  case other(String)
  /// Byte strings of which the format knows more than a frame does, by its name for them.
  case opaque(String)
  /// A type that came after this reader; values are read as they are stored.
  case unheardOf(String)

  enum TimestampUnit: Sendable { case milliseconds, microseconds, nanoseconds }

  var isUnheardOf: Bool {
    if case .unheardOf = self { true } else { false }
  }

  /// The meaning of a `ConvertedType` number; a decimal's digits stand beside it in the schema.
  init(converted number: Int32, precision: Int32, scale: Int32) {
    switch number {
    case 0: self = .string
    // Old writers annotate the map itself with MAP_KEY_VALUE.
    case 1, 2: self = .map
    case 3: self = .list
    case 4: self = .enumeration
    case 5: self = .decimal(precision: Int(precision), scale: Int(scale))
    case 6: self = .date
    case 7: self = .time(.milliseconds)
    case 8: self = .time(.microseconds)
    case 9: self = .timestamp(.milliseconds, utc: true)
    case 10: self = .timestamp(.microseconds, utc: true)
    case 11...14: self = .integer(bits: 8 << Int(number - 11), signed: false)
    case 15...18: self = .integer(bits: 8 << Int(number - 15), signed: true)
    case 19: self = .json
    case 20: self = .bson
    case 21: self = .opaque("INTERVAL")
    // Arrow's first versions wrote this number for columns of nothing but nulls.
    case 24: self = .unknown
    default: self = .unheardOf("converted type \(number)")
    }
  }

  /// Reads the union `LogicalType`; nil when it is empty.
  static func read(_ reader: inout ThriftReader) throws(ParquetError) -> LogicalType? {
    var result: LogicalType?
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 5: result = try readDecimal(&reader, field)
      case 7: result = try readTimed(&reader, field, "TIME") { (unit, _) in .time(unit) }
      case 8: result = try readTimed(&reader, field, "TIMESTAMP") { .timestamp($0, utc: $1) }
      case 10: result = try readInteger(&reader, field)
      default:
        result = unparameterised(field.id)
        try reader.skip(field)
      }
    }
    return result
  }

  private static func unparameterised(_ id: Int) -> LogicalType {
    switch id {
    case 1: return .string
    case 2: return .map
    case 3: return .list
    case 4: return .enumeration
    case 6: return .date
    case 11: return .unknown
    case 12: return .json
    case 13: return .bson
    case 14: return .uuid
    case 15: return .float16
    case 16: return .other("VARIANT")
    case 17: return .opaque("GEOMETRY")
    case 18: return .opaque("GEOGRAPHY")
    default: return .unheardOf("logical type \(id)")
    }
  }

  /// Reads `TimeType` or `TimestampType`, which have the same fields.
  private static func readTimed(
    _ reader: inout ThriftReader, _ field: ThriftField, _ name: String,
    _ make: (TimestampUnit, Bool) -> LogicalType
  ) throws(ParquetError) -> LogicalType {
    try reader.expectStruct(field)
    var utc = false
    var unit: TimestampUnit?
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: utc = try reader.bool(field)
      case 2: unit = try readUnit(&reader, field)
      default: try reader.skip(field)
      }
    }
    guard let unit else { return .other("\(name) of an unknown unit") }
    return make(unit, utc)
  }

  private static func readUnit(_ reader: inout ThriftReader, _ field: ThriftField) throws(ParquetError)
    -> TimestampUnit?
  {
    try reader.expectStruct(field)
    var unit: TimestampUnit?
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: unit = .milliseconds
      case 2: unit = .microseconds
      case 3: unit = .nanoseconds
      default: unit = nil
      }
      try reader.skip(field)
    }
    return unit
  }

  private static func readDecimal(
    _ reader: inout ThriftReader, _ field: ThriftField
  ) throws(ParquetError) -> LogicalType {
    try reader.expectStruct(field)
    var scale: Int32 = 0
    var precision: Int32 = 0
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: scale = try reader.int32(field)
      case 2: precision = try reader.int32(field)
      default: try reader.skip(field)
      }
    }
    return .decimal(precision: Int(precision), scale: Int(scale))
  }

  private static func readInteger(
    _ reader: inout ThriftReader, _ field: ThriftField
  ) throws(ParquetError) -> LogicalType {
    try reader.expectStruct(field)
    var bits = 0
    var signed = true
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: bits = Int(try reader.int(field))
      case 2: signed = try reader.bool(field)
      default: try reader.skip(field)
      }
    }
    return .integer(bits: bits, signed: signed)
  }
}
