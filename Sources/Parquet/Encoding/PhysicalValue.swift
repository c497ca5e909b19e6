/// A value of a fixed width as pages hold it, with the encodings that its type may have besides dictionaries.
protocol PhysicalValue: BitwiseCopyable, Sendable {
  /// What stands under a null.
  static var null: Self { get }

  /// Decodes the values of a page, one after the other.
  ///
  /// Fills `destination` or throws; the bytes are followed by the slack of a ``Scratch``.
  static func decode(
    _ encoding: Encoding, _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Self>
  ) throws(ParquetError)
}

extension PhysicalValue {
  /// Little-endian values without gaps, as the supported machines keep them in memory.
  static func decodePlain(
    _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Self>
  ) throws(ParquetError) {
    var reader = ByteReader(bytes)
    let size = destination.count * MemoryLayout<Self>.stride
    UnsafeMutableRawBufferPointer(destination).copyMemory(from: try reader.take(size))
  }
}

extension Int32: PhysicalValue {
  static var null: Int32 { 0 }

  static func decode(
    _ encoding: Encoding, _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Int32>
  ) throws(ParquetError) {
    switch encoding {
    case .plain: try decodePlain(bytes, into: destination)
    case .deltaBinaryPacked: try DeltaBinaryPacked.decode(bytes, into: destination)
    case .byteStreamSplit: try ByteStreamSplit.decode(bytes, into: destination)
    default: throw PageReader.unsupported(encoding.rawValue)
    }
  }
}

extension Int64: PhysicalValue {
  static var null: Int64 { 0 }

  static func decode(
    _ encoding: Encoding, _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Int64>
  ) throws(ParquetError) {
    switch encoding {
    case .plain: try decodePlain(bytes, into: destination)
    case .deltaBinaryPacked: try DeltaBinaryPacked.decode(bytes, into: destination)
    case .byteStreamSplit: try ByteStreamSplit.decode(bytes, into: destination)
    default: throw PageReader.unsupported(encoding.rawValue)
    }
  }
}

extension Float: PhysicalValue {
  static var null: Float { 0 }

  static func decode(
    _ encoding: Encoding, _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Float>
  ) throws(ParquetError) {
    switch encoding {
    case .plain: try decodePlain(bytes, into: destination)
    case .byteStreamSplit: try ByteStreamSplit.decode(bytes, into: destination)
    default: throw PageReader.unsupported(encoding.rawValue)
    }
  }
}

extension Double: PhysicalValue {
  static var null: Double { 0 }

  static func decode(
    _ encoding: Encoding, _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Double>
  ) throws(ParquetError) {
    switch encoding {
    case .plain: try decodePlain(bytes, into: destination)
    case .byteStreamSplit: try ByteStreamSplit.decode(bytes, into: destination)
    default: throw PageReader.unsupported(encoding.rawValue)
    }
  }
}

extension Bool: PhysicalValue {
  static var null: Bool { false }

  static func decode(
    _ encoding: Encoding, _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Bool>
  ) throws(ParquetError) {
    switch encoding {
    case .plain: try BooleanBits.decodePlain(bytes, into: destination)
    case .rle: try BooleanBits.decodeRuns(bytes, into: destination)
    default: throw PageReader.unsupported(encoding.rawValue)
    }
  }
}
