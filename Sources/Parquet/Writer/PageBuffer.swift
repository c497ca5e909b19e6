/// Bytes that are being written, in memory that is used again.
///
/// Invariant: the first `count` bytes of the scratch are filled.
struct PageBuffer {
  private let scratch: Scratch
  private(set) var count = 0

  init(_ scratch: Scratch = Scratch()) { self.scratch = scratch }

  mutating func removeAll() { count = 0 }

  /// Returns room behind the bytes, with ``Scratch/slack`` more bytes that may be overwritten.
  func room(_ size: Int) throws(ParquetError) -> UnsafeMutableRawBufferPointer {
    let all = try scratch.reserve(count + size, keeping: count)
    return UnsafeMutableRawBufferPointer(rebasing: all[count...])
  }

  /// Makes bytes that were written into the room part of the buffer.
  mutating func commit(_ size: Int) { count += size }

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws(ParquetError) {
    try room(bytes.count).copyMemory(from: bytes)
    count += bytes.count
  }

  mutating func append(_ bytes: [UInt8]) throws(ParquetError) {
    let room = try room(bytes.count)
    room.copyBytes(from: bytes)
    count += bytes.count
  }

  mutating func append<Value: FixedWidthInteger & BitwiseCopyable>(_ value: Value) throws(ParquetError) {
    try room(MemoryLayout<Value>.size).storeBytes(of: value.littleEndian, as: Value.self)
    count += MemoryLayout<Value>.size
  }

  mutating func appendVarint(_ value: Int) throws(ParquetError) {
    var rest = UInt64(value)
    while rest >= 0x80 {
      try append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    try append(UInt8(rest))
  }

  /// The bytes; valid until the buffer changes.
  func bytes() throws(ParquetError) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(try scratch.reserve(count, keeping: count))
  }
}
