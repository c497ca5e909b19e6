/// Reads forward through bytes of a file, little-endian; every read is checked against the end.
///
/// Invariant for unsafe use: the bytes stay valid and unchanged for as long as the reader and the buffers that
/// ``take(_:)`` returned are in use. Page bytes live in a ``Scratch``, whose slack may be read past their end.
struct ByteReader {
  private let bytes: UnsafeRawBufferPointer
  private(set) var offset = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var remaining: Int { bytes.count - offset }

  mutating func byte() throws(ParquetError) -> UInt8 {
    guard offset < bytes.count else { throw Self.exhausted }
    defer { offset += 1 }
    return bytes[offset]
  }

  mutating func load<Value: BitwiseCopyable>(as type: Value.Type) throws(ParquetError) -> Value {
    guard remaining >= MemoryLayout<Value>.size else { throw Self.exhausted }
    defer { offset += MemoryLayout<Value>.size }
    return bytes.loadUnaligned(fromByteOffset: offset, as: type)
  }

  /// Returns the next bytes and moves behind them.
  mutating func take(_ count: Int) throws(ParquetError) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= remaining else { throw Self.exhausted }
    defer { offset += count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset..<offset + count])
  }

  /// Returns all bytes that are left.
  mutating func takeRest() -> UnsafeRawBufferPointer {
    defer { offset = bytes.count }
    return UnsafeRawBufferPointer(rebasing: bytes[offset...])
  }

  /// Reads an unsigned LEB128 number of at most 64 bits.
  mutating func varint() throws(ParquetError) -> UInt64 {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 63 || (shift == 63 && next <= 1) else {
        throw .corrupt("A variable-length number has more than 64 bits.")
      }
      result |= UInt64(next & 0x7F) << shift
      if next < 0x80 { return result }
      shift += 7
    }
  }

  /// Reads a zigzag-coded signed number.
  mutating func zigzag() throws(ParquetError) -> Int64 {
    let number = try varint()
    return Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1)
  }

  /// Data breaks off.
  static var exhausted: ParquetError { .corrupt("The data ends too early.") }
}
