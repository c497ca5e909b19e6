/// A fixed-width value that can be written: in pages, in dictionaries, as a bound.
protocol WritableValue: BitwiseCopyable, Comparable, Sendable {
  static var physicalType: PhysicalType { get }
  /// Tells apart what must be written apart, such as 0.0 and -0.0.
  var bits: UInt64 { get }
  var plainBytes: [UInt8] { get }
  /// What is written as the bound for a smallest and a largest value.
  static func lowerBound(_ value: Self) -> Self
  static func upperBound(_ value: Self) -> Self
}

extension WritableValue {
  static func lowerBound(_ value: Self) -> Self { value }
  static func upperBound(_ value: Self) -> Self { value }

  var plainBytes: [UInt8] {
    (0..<MemoryLayout<Self>.size).map { UInt8(truncatingIfNeeded: bits >> UInt64(8 * $0)) }
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
