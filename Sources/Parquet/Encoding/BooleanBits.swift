/// Booleans: one bit each, least significant first, in PLAIN pages; hybrid runs of one bit in RLE pages.
enum BooleanBits {
  static func decodePlain(
    _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Bool>
  ) throws(ParquetError) {
    var reader = ByteReader(bytes)
    unpack(try reader.take((destination.count + 7) / 8), into: destination)
  }

  /// Runs with their length in four bytes before them (Encodings.md, "RLE = 3": "boolean values in data pages").
  static func decodeRuns(
    _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Bool>
  ) throws(ParquetError) {
    if destination.isEmpty { return }
    var reader = ByteReader(bytes)
    let length = Int(try reader.load(as: UInt32.self))
    var runs = try HybridRuns(try reader.take(length), width: 1, count: destination.count)
    var done = 0
    while let run = try runs.next() {
      switch run {
      case .repeated(let value, let count):
        guard value <= 1 else { throw .corrupt("A boolean is \(value).") }
        destination.extracting(done..<done + count).update(repeating: value == 1)
        done += count
      case .packed(let packed, let count):
        unpack(packed, into: destination.extracting(done..<done + count))
        done += count
      }
    }
  }

  /// The bytes hold at least as many bits as there is room for booleans.
  private static func unpack(_ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Bool>) {
    guard let output = UnsafeMutableRawPointer(destination.baseAddress) else { return }
    let whole = destination.count / 8
    for index in 0..<whole {
      // The multiplication puts the byte into all eight, the mask leaves bit i in byte i, the sum moves it to bit 7.
      let spread = UInt64(bytes[index]) &* 0x0101_0101_0101_0101 & 0x8040_2010_0804_0201
      let ones = (spread &+ 0x7F7F_7F7F_7F7F_7F7F | spread) &>> 7 & 0x0101_0101_0101_0101
      output.storeBytes(of: UInt64(littleEndian: ones), toByteOffset: index &* 8, as: UInt64.self)
    }
    for index in whole * 8..<destination.count { destination[index] = bytes[index / 8] >> UInt8(index % 8) & 1 == 1 }
  }
}
