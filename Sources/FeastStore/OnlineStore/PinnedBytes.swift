/// A copy of bytes that stays at one address while this object lives, for statements that keep addresses.
final class PinnedBytes {
  let bytes: UnsafeRawBufferPointer

  init(copying content: [UInt8]) {
    let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: max(content.count, 1), alignment: 1)
    memory.copyBytes(from: content)
    bytes = UnsafeRawBufferPointer(rebasing: memory[..<content.count])
  }

  deinit { bytes.deallocate() }

  subscript(range: Range<Int>) -> UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: bytes[range]) }
}
