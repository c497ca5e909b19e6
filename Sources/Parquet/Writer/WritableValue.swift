/// A fixed-width value that can be written: in pages, in dictionaries, as a bound.
protocol WritableValue: BitwiseCopyable, Comparable, Sendable {
  static var physicalType: PhysicalType { get }
  /// A number from which a hash is made.
  var bits: UInt64 { get }
  /// Whether both are written as the same bytes; 0.0 and -0.0 are not.
  func isSame(as other: Self) -> Bool
  /// The value as `width` bytes of a file.
  func plainBytes(width: Int) -> [UInt8]
  /// Appends values as `width` bytes each.
  static func append(
    _ values: UnsafeBufferPointer<Self>, width: Int, to buffer: inout PageBuffer) throws(ParquetError)
  /// What is written as the bound for a smallest and a largest value.
  static func lowerBound(_ value: Self) -> Self
  static func upperBound(_ value: Self) -> Self
}

extension WritableValue {
  static func lowerBound(_ value: Self) -> Self { value }
  static func upperBound(_ value: Self) -> Self { value }

  @inline(__always)
  func isSame(as other: Self) -> Bool { bits == other.bits }

  func plainBytes(width: Int) -> [UInt8] { (0..<width).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) } }

  /// Values in memory are as they are in the file.
  static func append(
    _ values: UnsafeBufferPointer<Self>, width: Int, to buffer: inout PageBuffer
  ) throws(ParquetError) {
    try buffer.append(UnsafeRawBufferPointer(values))
  }
}

extension Int32: WritableValue {
  static var physicalType: PhysicalType { .int32 }
  var bits: UInt64 { UInt64(UInt32(bitPattern: self)) }
}

extension Int64: WritableValue {
  static var physicalType: PhysicalType { .int64 }
  var bits: UInt64 { UInt64(bitPattern: self) }
}

/// The unscaled numbers of decimals: big-endian, as many bytes as their digits need.
extension Int128: WritableValue {
  static var physicalType: PhysicalType { .fixedLengthByteArray }
  var bits: UInt64 { UInt64(truncatingIfNeeded: self) ^ UInt64(truncatingIfNeeded: self &>> 64) &* 31 }
  func isSame(as other: Int128) -> Bool { self == other }

  func plainBytes(width: Int) -> [UInt8] {
    (0..<width).map { UInt8(truncatingIfNeeded: self &>> Int128(truncatingIfNeeded: 8 * (width - 1 - $0))) }
  }

  static func append(
    _ values: UnsafeBufferPointer<Int128>, width: Int, to buffer: inout PageBuffer
  ) throws(ParquetError) {
    try BigEndianNumbers.encode(values, width: width, to: &buffer)
  }
}

/// A zero bound may stand for either zero, so it is written as the lower or the higher of them
/// (parquet.thrift, `ColumnOrder.TYPE_ORDER`).
extension Float: WritableValue {
  static var physicalType: PhysicalType { .float }
  var bits: UInt64 { UInt64(bitPattern) }
  static func lowerBound(_ value: Float) -> Float { value == 0 ? -0.0 : value }
  static func upperBound(_ value: Float) -> Float { value == 0 ? 0.0 : value }
}

extension Double: WritableValue {
  static var physicalType: PhysicalType { .double }
  var bits: UInt64 { bitPattern }
  static func lowerBound(_ value: Double) -> Double { value == 0 ? -0.0 : value }
  static func upperBound(_ value: Double) -> Double { value == 0 ? 0.0 : value }
}
