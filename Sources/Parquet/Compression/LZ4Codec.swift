internal import CLZ4

/// LZ4 blocks without a frame, and the blocks of Hadoop's framing (Compression.md, "LZ4" and "LZ4_RAW").
enum LZ4Codec {
  /// Returns the size of the result, nil if the data is no LZ4 block or does not fit.
  static func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer) -> Int? {
    guard let inputSize = Int32(exactly: source.count), let outputSize = Int32(exactly: destination.count) else {
      return nil
    }
    let input = source.assumingMemoryBound(to: CChar.self).baseAddress
    let output = destination.assumingMemoryBound(to: CChar.self).baseAddress
    let size = LZ4_decompress_safe(input, output, inputSize, outputSize)
    return size >= 0 ? Int(size) : nil
  }

  /// Decompresses Hadoop's frames; some old writers left them out under the same codec number, so a bare block will do.
  static func decompressFrames(
    _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer
  ) -> Int? {
    decompressHadoop(source, into: destination) ?? decompress(source, into: destination)
  }

  /// Each frame: the sizes after and before decompression of one block, four bytes each, the highest first.
  private static func decompressHadoop(
    _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer
  ) -> Int? {
    var input = 0
    var output = 0
    while source.count - input >= 8 {
      let sizes = source.loadUnaligned(fromByteOffset: input, as: (UInt32, UInt32).self)
      let (plainSize, size) = (Int(UInt32(bigEndian: sizes.0)), Int(UInt32(bigEndian: sizes.1)))
      input += 8
      guard size <= source.count - input, plainSize <= destination.count - output else { return nil }
      let block = UnsafeRawBufferPointer(rebasing: source[input..<input + size])
      let room = UnsafeMutableRawBufferPointer(rebasing: destination[output..<output + plainSize])
      guard decompress(block, into: room) == plainSize else { return nil }
      input += size
      output += plainSize
    }
    return input == source.count ? output : nil
  }

  static func bound(_ count: Int) -> Int { count + count / 255 + 16 }

  static func compress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer) -> Int? {
    guard let inputSize = Int32(exactly: source.count) else { return nil }
    let input = source.assumingMemoryBound(to: CChar.self).baseAddress
    let output = destination.assumingMemoryBound(to: CChar.self).baseAddress
    let size = LZ4_compress_default(input, output, inputSize, Int32(clamping: destination.count))
    return size > 0 ? Int(size) : nil
  }
}
