import DataFrames

@testable import Parquet

/// The types of LogicalTypes.md, and the column types of this package.
enum SupportedTypes {
  static let all: [(name: String, element: SchemaElement)] = [
    ("none", leaf(.boolean)), ("none", leaf(.int32)), ("none", leaf(.int64)), ("none", leaf(.int96)),
    ("none", leaf(.float)), ("none", leaf(.double)), ("none", leaf(.byteArray)),
    ("none", leaf(.fixedLengthByteArray, length: 7)),
    ("STRING", leaf(.byteArray, .string)), ("ENUM", leaf(.byteArray, .enumeration)), ("JSON", leaf(.byteArray, .json)),
    ("BSON", leaf(.byteArray, .bson)), ("UUID", leaf(.fixedLengthByteArray, .uuid, length: 16)),
    ("INT(8)", leaf(.int32, .integer(bits: 8, signed: true))),
    ("INT(16)", leaf(.int32, .integer(bits: 16, signed: true))),
    ("INT(32)", leaf(.int32, .integer(bits: 32, signed: true))),
    ("INT(64)", leaf(.int64, .integer(bits: 64, signed: true))),
    ("UINT(8)", leaf(.int32, .integer(bits: 8, signed: false))),
    ("UINT(16)", leaf(.int32, .integer(bits: 16, signed: false))),
    ("UINT(32)", leaf(.int32, .integer(bits: 32, signed: false))),
    ("UINT(64)", leaf(.int64, .integer(bits: 64, signed: false))),
    ("FLOAT16", leaf(.fixedLengthByteArray, .float16, length: 2)), ("DATE", leaf(.int32, .date)),
    ("TIME(ms)", leaf(.int32, .time(.milliseconds))), ("TIME(µs)", leaf(.int64, .time(.microseconds))),
    ("TIME(ns)", leaf(.int64, .time(.nanoseconds))),
    ("TIMESTAMP(ms)", leaf(.int64, .timestamp(.milliseconds, utc: true))),
    ("TIMESTAMP(µs)", leaf(.int64, .timestamp(.microseconds, utc: true))),
    ("TIMESTAMP(ns)", leaf(.int64, .timestamp(.nanoseconds, utc: true))),
    ("TIMESTAMP(µs), no zone", leaf(.int64, .timestamp(.microseconds, utc: false))),
    ("DECIMAL(9, 2)", leaf(.int32, .decimal(precision: 9, scale: 2))),
    ("DECIMAL(18, 2)", leaf(.int64, .decimal(precision: 18, scale: 2))),
    ("DECIMAL(38, 10)", leaf(.fixedLengthByteArray, .decimal(precision: 38, scale: 10), length: 16)),
    ("DECIMAL(20, 0)", leaf(.byteArray, .decimal(precision: 20, scale: 0))),
    ("DECIMAL(39, 0)", leaf(.fixedLengthByteArray, .decimal(precision: 39, scale: 0), length: 17)),
    ("UNKNOWN (always null)", leaf(.int32, .unknown)),
    ("INTERVAL", leaf(.fixedLengthByteArray, LogicalType(converted: 21, precision: 0, scale: 0), length: 12)),
  ]

  static let columns: [ColumnType] = [
    .bool, .int32, .int64, .float32, .float64, .string, .binary, .date, .timestamp(.milliseconds, utc: true),
    .timestamp(.microseconds, utc: true), .timestamp(.nanoseconds, utc: true), .timestamp(.microseconds, utc: false),
    .decimal(precision: 9, scale: 2), .decimal(precision: 38, scale: 10), .list(.float32), .list(.string),
    .list(.decimal(precision: 9, scale: 2)),
  ]

  /// The name that the format gives to a physical type.
  static func physicalName(_ type: String) -> String {
    let names = ["byteArray": "BYTE_ARRAY", "fixedLengthByteArray": "FIXED_LEN_BYTE_ARRAY"]
    return names[type] ?? type.uppercased()
  }

  private static func leaf(_ type: PhysicalType, _ logical: LogicalType? = nil, length: Int32? = nil) -> SchemaElement {
    SchemaElement(
      name: "a", type: type.rawValue, typeLength: length, repetition: Repetition.optional.rawValue, logicalType: logical
    )
  }
}
