internal import DataFrames

/// How the values of a leaf are stored and what they become in a frame.
enum ColumnKind: Hashable, Sendable {
  case bool
  case int32
  /// 32-bit unsigned numbers, which widen to int64.
  case uint32
  case int64
  /// 64-bit unsigned numbers, which become int64 when all of them fit.
  case uint64
  /// 16-bit floats, which widen to float32.
  case float16
  case float32
  case float64
  case date
  case timestamp(TimeUnit, utc: Bool)
  /// Seconds since 1970-01-01, which become milliseconds.
  case seconds(utc: Bool)
  /// Times of day, which become nanoseconds since midnight; milliseconds are stored as INT32, others as INT64.
  case time(TimeUnit)
  /// Seconds since midnight in INT32, which become nanoseconds.
  case secondsOfDay
  /// The 12-byte nanosecond timestamps of Impala and old Spark; they have no zone. Read as nanoseconds, or as
  /// microseconds where nanoseconds cannot count a time of the file.
  case int96(TimeUnit)
  case decimal(DecimalStorage, precision: Int, scale: Int)
  case string
  case binary
  /// Byte strings of one length, without a length before each.
  case fixedBinary(length: Int)
  /// 128-bit numbers, least significant byte first, which become decimals without digits after the point.
  case int128(signed: Bool)
  /// 16 bytes, which become lower-case text such as `f81d4fae-7dec-11d0-a765-00a0c91e6bf6`.
  case uuid
  /// Nothing but nulls, which become null strings.
  case null

  /// Where the unscaled number of a decimal lies; bytes are big-endian two's complement.
  enum DecimalStorage: Hashable, Sendable {
    case int32
    case int64
    case fixed(length: Int)
    case bytes
  }

  var columnType: ColumnType {
    switch self {
    case .bool: .bool
    case .int32: .int32
    case .uint32, .int64, .uint64, .time, .secondsOfDay: .int64
    case .float16, .float32: .float32
    case .float64: .float64
    case .date: .date
    case .timestamp(let unit, let utc): .timestamp(unit, utc: utc)
    case .seconds(let utc): .timestamp(.milliseconds, utc: utc)
    case .int96(let unit): .timestamp(unit, utc: false)
    case .int128: .decimal(precision: 38, scale: 0)
    case .decimal(_, let precision, let scale): .decimal(precision: precision, scale: scale)
    case .string, .uuid, .null: .string
    case .binary, .fixedBinary: .binary
    }
  }
}

/// Says why a column cannot be read.
struct UnsupportedFeature: Error, Hashable, Sendable {
  let feature: String
}
