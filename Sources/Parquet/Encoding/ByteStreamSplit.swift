/// BYTE_STREAM_SPLIT: first all first bytes of the values, then all second ones, and so on.
enum ByteStreamSplit {
  static func decode<Value: BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Value>
  ) throws(ParquetError) {
    try decode(bytes, width: MemoryLayout<Value>.size, into: UnsafeMutableRawBufferPointer(destination))
  }

  /// Decodes values of any width; `destination` is a whole number of them.
  static func decode(
    _ bytes: UnsafeRawBufferPointer, width: Int, into destination: UnsafeMutableRawBufferPointer
  ) throws(ParquetError) {
    let count = destination.count / width
    var reader = ByteReader(bytes)
    for byte in 0..<width {
      let stream = try reader.take(count)
      for index in 0..<count { destination[index &* width &+ byte] = stream[index] }
    }
  }
}
