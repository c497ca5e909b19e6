/// How the pages of a file are compressed.
public struct ParquetCompression: Hashable, Sendable {
  /// `hadoopLZ4` and `brotli` are read only.
  enum Method: Hashable, Sendable { case uncompressed, snappy, gzip, zstd, lz4, hadoopLZ4, brotli }
  let method: Method
  /// The effort of gzip and zstd.
  let level: Int32

  public static let uncompressed = ParquetCompression(method: .uncompressed, level: 0)
  /// Fast, and readable by everything that reads Parquet.
  public static let snappy = ParquetCompression(method: .snappy, level: 0)
  /// The format's LZ4_RAW: about as small as snappy, and faster to read.
  public static let lz4 = ParquetCompression(method: .lz4, level: 0)
  public static let gzip = ParquetCompression.gzip(level: 6)
  public static let zstd = ParquetCompression.zstd(level: 1)

  /// gzip with an effort from 1 to 9; others are moved to the nearest.
  public static func gzip(level: Int) -> ParquetCompression {
    ParquetCompression(method: .gzip, level: Int32(min(max(level, 1), 9)))
  }

  /// zstd with an effort from 1 to 22; others are moved to the nearest.
  public static func zstd(level: Int) -> ParquetCompression {
    ParquetCompression(method: .zstd, level: Int32(min(max(level, 1), 22)))
  }
}

extension ParquetCompression.Method {
  /// Finds the method of a `CompressionCodec` number.
  init(codec number: Int32) throws(ParquetError) {
    switch number {
    case 0: self = .uncompressed
    case 1: self = .snappy
    case 2: self = .gzip
    case 4: self = .brotli
    case 5: self = .hadoopLZ4
    case 6: self = .zstd
    case 7: self = .lz4
    default:
      let name = number == 3 ? "LZO" : "number \(number)"
      throw ParquetError(.unsupported, "Its pages are compressed with \(name), which this package cannot read.")
    }
  }

  /// The `CompressionCodec` number.
  var codec: Int {
    switch self {
    case .uncompressed: 0
    case .snappy: 1
    case .gzip: 2
    case .brotli: 4
    case .hadoopLZ4: 5
    case .zstd: 6
    case .lz4: 7
    }
  }

  /// An upper bound of what a compressed byte can become, generous by the format of the method: a snappy copy of 64
  /// bytes takes 3, deflate reaches 1032, a zstd block of 128 KiB takes 4, an LZ4 match grows by 255 a byte, a brotli
  /// meta-block of 16 MiB can take some bytes.
  var maximumRatio: Int {
    switch self {
    case .uncompressed: 1
    case .snappy: 32
    case .gzip: 1_040
    case .zstd: 1 << 16
    case .lz4, .hadoopLZ4: 256
    case .brotli: 1 << 22
    }
  }
}
