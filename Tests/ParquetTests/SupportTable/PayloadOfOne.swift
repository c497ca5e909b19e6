@testable import Parquet

/// A file of one required value, a zero or an empty string, in one encoding.
struct PayloadOfOne {
  static let physicalTypes: [PhysicalType] = [
    .boolean, .int32, .int64, .int96, .float, .double, .byteArray, .fixedLengthByteArray,
  ]
  static let encodings: [Encoding] = [
    .plain, .rleDictionary, .rle, .deltaBinaryPacked, .deltaLengthByteArray, .deltaByteArray, .byteStreamSplit,
  ]

  let file: RawFile

  /// Nil for a pair that Encodings.md does not define.
  init?(_ type: PhysicalType, _ encoding: Encoding) {
    let width = Self.width(type)
    // The zero of INT96 is the Julian day of 1970-01-01.
    let plain =
      [UInt8](repeating: 0, count: type == .int96 ? 8 : width) + (type == .int96 ? [0x8C, 0x3D, 0x25, 0] : [])
    // Blocks of 128 values in 4 parts, one value, which is 0.
    let delta: [UInt8] = [128, 1, 4, 1, 0]
    let body: [UInt8]
    switch (encoding, type) {
    case (.plain, _): body = plain
    case (.rleDictionary, _) where type != .boolean: body = [1, 2, 0]
    case (.rle, .boolean): body = [2, 0, 0, 0, 2, 0]
    case (.deltaBinaryPacked, .int32), (.deltaBinaryPacked, .int64): body = delta
    case (.deltaLengthByteArray, .byteArray): body = delta
    case (.deltaByteArray, .byteArray): body = delta + delta
    case (.deltaByteArray, .fixedLengthByteArray): body = delta + [128, 1, 4, 1, UInt8(2 * width)] + plain
    case (.byteStreamSplit, .int32), (.byteStreamSplit, .int64), (.byteStreamSplit, .float),
      (.byteStreamSplit, .double), (.byteStreamSplit, .fixedLengthByteArray):
      body = plain
    default: return nil
    }
    let dictionary = encoding == .rleDictionary ? RawFile.dictionary(1, plain) : []
    file = Self.file(type, dictionary + RawFile.page(1, body, encoding: encoding))
  }

  /// A file of one INT32.
  static var plainZero: RawFile { file(.int32, RawFile.page(1, [0, 0, 0, 0])) }

  private static func file(_ type: PhysicalType, _ pages: [UInt8]) -> RawFile {
    let length = type == .fixedLengthByteArray ? width(type) : nil
    let element = RawFile.element("a", .required, type: type, length: length)
    return RawFile(physicalType: type, schema: [element], rows: 1, entries: 1, pages: pages)
  }

  private static func width(_ type: PhysicalType) -> Int {
    switch type {
    case .boolean: 1
    case .int32, .float, .byteArray: 4
    case .int64, .double: 8
    case .int96: 12
    case .fixedLengthByteArray: 5
    }
  }
}

/// Four zero bytes as each codec of the format writes them.
struct CompressedZeros {
  let name: String
  let number: Int
  let bytes: [UInt8]

  static let all: [CompressedZeros] = [
    CompressedZeros(name: "UNCOMPRESSED", number: 0, bytes: [0, 0, 0, 0]),
    CompressedZeros(name: "SNAPPY", number: 1, bytes: [4, 12, 0, 0, 0, 0]),
    CompressedZeros(
      name: "GZIP", number: 2,
      bytes: [31, 139, 8, 0, 0, 0, 0, 0, 0, 3, 99, 96, 96, 96, 0, 0, 28, 223, 68, 33, 4, 0, 0, 0]),
    CompressedZeros(name: "LZO", number: 3, bytes: [21, 0, 0, 0, 0, 17, 0, 0]),
    CompressedZeros(name: "BROTLI", number: 4, bytes: [139, 1, 128, 0, 0, 0, 0, 3]),
    CompressedZeros(name: "LZ4 (Hadoop)", number: 5, bytes: [0, 0, 0, 4, 0, 0, 0, 5, 64, 0, 0, 0, 0]),
    CompressedZeros(name: "ZSTD", number: 6, bytes: [40, 181, 47, 253, 32, 4, 33, 0, 0, 0, 0, 0, 0]),
    CompressedZeros(name: "LZ4_RAW", number: 7, bytes: [64, 0, 0, 0, 0]),
  ]
}
