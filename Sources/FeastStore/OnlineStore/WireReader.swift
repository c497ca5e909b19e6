internal import DataFrames

/// Reads protobuf's wire format from bytes, without ever leaving them.
struct WireReader {
  private let bytes: UnsafeRawBufferPointer
  private var position = 0

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  var isAtEnd: Bool { position == bytes.count }

  mutating func varint() -> UInt64? {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7f) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  mutating func fixed32() -> UInt32? { fixed(UInt32.self).map { UInt32(littleEndian: $0) } }

  mutating func fixed64() -> UInt64? { fixed(UInt64.self).map { UInt64(littleEndian: $0) } }

  private mutating func fixed<Number: FixedWidthInteger>(_ type: Number.Type) -> Number? {
    let size = MemoryLayout<Number>.size
    guard bytes.count - position >= size else { return nil }
    defer { position += size }
    return bytes.loadUnaligned(fromByteOffset: position, as: Number.self)
  }

  /// A length and as many bytes.
  mutating func content() -> UnsafeRawBufferPointer? {
    guard let count = varint(), count <= UInt64(bytes.count - position) else { return nil }
    defer { position += Int(count) }
    return UnsafeRawBufferPointer(rebasing: bytes[position..<position + Int(count)])
  }

  /// Passes over a field of a wire type; false for groups and types that do not exist.
  mutating func skip(wireType: UInt64) -> Bool {
    switch wireType {
    case 0: varint() != nil
    case 1: fixed64() != nil
    case 2: content() != nil
    case 5: fixed32() != nil
    default: false
    }
  }
}
