/// DELTA_BINARY_PACKED: blocks of differences, each with a smallest difference and bit-packed rests.
enum DeltaBinaryPacked {
  /// Blocks of real writers have 128 values; damaged ones must not make loops long.
  private static let maximumBlockSize: UInt64 = 1 << 20

  static func decode<Value: FixedWidthInteger & BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Value>
  ) throws(ParquetError) {
    var reader = ByteReader(bytes)
    try decode(&reader, into: destination)
  }

  /// Fills `destination` and moves the reader behind the last block.
  static func decode<Value: FixedWidthInteger & BitwiseCopyable>(
    _ reader: inout ByteReader, into destination: UnsafeMutableBufferPointer<Value>
  ) throws(ParquetError) {
    if destination.isEmpty && reader.remaining == 0 { return }
    let blockSize = try reader.varint()
    let miniblocks = try reader.varint()
    let total = try reader.varint()
    let first = try reader.zigzag()
    guard blockSize > 0, blockSize <= maximumBlockSize, miniblocks > 0, blockSize % miniblocks == 0,
      (blockSize / miniblocks) % 8 == 0
    else { throw .corrupt("A delta-encoded page has blocks of \(blockSize) values in \(miniblocks) parts.") }
    guard total == UInt64(destination.count) else {
      throw .corrupt("A delta-encoded page has \(total) values where \(destination.count) belong.")
    }
    if destination.isEmpty { return }
    destination[0] = Value(truncatingIfNeeded: first)
    var state = Block(size: Int(blockSize / miniblocks), miniblocks: Int(miniblocks), last: first, done: 1)
    while state.done < destination.count { try state.decode(&reader, into: destination) }
  }

  private struct Block {
    /// The values of a miniblock.
    let size: Int
    let miniblocks: Int
    var last: Int64
    var done: Int

    /// Differences wrap around, as the format demands.
    mutating func decode<Value: FixedWidthInteger & BitwiseCopyable>(
      _ reader: inout ByteReader, into destination: UnsafeMutableBufferPointer<Value>
    ) throws(ParquetError) {
      let smallest = try reader.zigzag()
      let widths = try reader.take(miniblocks)
      for index in 0..<miniblocks where done < destination.count {
        let width = Int(widths[index])
        guard width <= 64 else { throw .corrupt("A delta is packed into \(width) bits.") }
        let packed = try reader.take(size / 8 * width)
        let count = min(size, destination.count - done)
        for index in 0..<count {
          let rest = packed.baseAddress.map { BitUnpacking.wide($0, width: width, at: index) } ?? 0
          last = last &+ smallest &+ Int64(bitPattern: rest)
          destination[done &+ index] = Value(truncatingIfNeeded: last)
        }
        done += count
      }
    }
  }
}
