internal import DataFrames
internal import FeatureStoreCore

/// Writes the bytes of Feast's `Value` messages without making message objects.
///
/// A null is an empty message, except that a null time is the smallest `Int64`; NaN is null. The one field that is set
/// is always written, zero included.
enum ValueBytes {
  static let bytesTag: UInt8 = 1 << 3 | 2
  static let stringTag: UInt8 = 2 << 3 | 2
  static let int32Tag: UInt8 = 3 << 3
  static let int64Tag: UInt8 = 4 << 3
  static let doubleTag: UInt8 = 5 << 3 | 1
  static let floatTag: UInt8 = 6 << 3 | 5
  static let boolTag: UInt8 = 7 << 3
  static let timestampTag: UInt8 = 8 << 3

  /// The value by which Feast marks a null time.
  static let nullTimestamp = Int64.min

  /// The bytes of a value that has its declared type already, or is null.
  static func encode(_ value: FeatureValue, declared type: FeastType) throws -> [UInt8] {
    var bytes: [UInt8] = []
    try append(value, declared: type, to: &bytes)
    return bytes
  }

  static func append(_ value: FeatureValue, declared type: FeastType, to bytes: inout [UInt8]) throws {
    switch value {
    case .null: if type == .unixTimestamp { append(timestamp: nullTimestamp, to: &bytes) }
    case .bool(let flag): append(bool: flag, to: &bytes)
    case .int32(let number): append(int32Tag, Int64(number), to: &bytes)
    case .int64(let number): append(int64Tag, number, to: &bytes)
    case .float32(let number): append(float: number, to: &bytes)
    case .float64(let number): append(double: number, to: &bytes)
    case .string(let text): append(text: text.utf8, declared: type, to: &bytes)
    case .decimal(let number): append(text: number.description.utf8, declared: type, to: &bytes)
    case .list(let values):
      let elements = try Column(values)
      try append(list: elements, 0..<elements.count, declared: type, to: &bytes)
    case .binary(let content): append(bytesTag, content, to: &bytes)
    case .timestamp(let time): append(timestamp: time.seconds, to: &bytes)
    }
  }

  /// A text, or one of the types that Feast keeps as text in a field of its own: JSON, UUID, DECIMAL.
  static func append(text: some Collection<UInt8>, declared type: FeastType, to bytes: inout [UInt8]) {
    let number = type.columnType == .string ? type.rawValue : FeastType.string.rawValue
    append(varint: UInt64(number) << 3 | 2, to: &bytes)
    append(varint: UInt64(text.count), to: &bytes)
    bytes.append(contentsOf: text)
  }

  static func append(timestamp seconds: Int64, to bytes: inout [UInt8]) { append(timestampTag, seconds, to: &bytes) }

  static func append(bool flag: Bool, to bytes: inout [UInt8]) {
    bytes.append(boolTag)
    bytes.append(flag ? 1 : 0)
  }

  static func append(float number: Float, to bytes: inout [UInt8]) {
    if number.isNaN { return }
    bytes.append(floatTag)
    bytes.append(littleEndian: number.bitPattern)
  }

  static func append(double number: Double, to bytes: inout [UInt8]) {
    if number.isNaN { return }
    bytes.append(doubleTag)
    bytes.append(littleEndian: number.bitPattern)
  }

  static func append(_ tag: UInt8, _ number: Int64, to bytes: inout [UInt8]) {
    bytes.append(tag)
    append(varint: UInt64(bitPattern: number), to: &bytes)
  }

  static func append(_ tag: UInt8, _ content: some Collection<UInt8>, to bytes: inout [UInt8]) {
    bytes.append(tag)
    append(varint: UInt64(content.count), to: &bytes)
    bytes.append(contentsOf: content)
  }

  static func append(varint number: UInt64, to bytes: inout [UInt8]) {
    var rest = number
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
