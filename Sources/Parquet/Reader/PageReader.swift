/// A data page, decompressed. Its bytes are valid until the next page is asked for.
struct DataPage {
  /// The number of values, nulls among them: of a flat column its rows, of a list its level entries.
  let rowCount: Int
  /// Hybrid runs of repetition levels; nil when the column has no lists.
  var repetitionLevels: UnsafeRawBufferPointer?
  /// Hybrid runs of definition levels; nil when nothing can be null.
  let definitionLevels: UnsafeRawBufferPointer?
  let encoding: Encoding
  let values: UnsafeRawBufferPointer
}

/// A dictionary page, decompressed; its values are in PLAIN encoding.
struct DictionaryPage {
  let count: Int
  let values: UnsafeRawBufferPointer
}

enum Page {
  case dictionary(DictionaryPage)
  case data(DataPage)
}

/// Walks through the pages of one column chunk: headers, checksums, decompression, levels.
struct PageReader {
  private var window: ChunkWindow
  private let scratch: DecodingScratch
  private let method: ParquetCompression.Method
  private let shape: ColumnShape
  /// The values that the chunk still owes.
  private var remainingValues: Int

  init(
    _ file: FileHandle, _ chunk: ColumnChunkMetadata, _ shape: ColumnShape, _ scratch: DecodingScratch
  ) throws(ParquetError) {
    method = try ParquetCompression.Method(codec: chunk.codec)
    window = ChunkWindow(file, try chunk.byteRange(fileSize: file.size), scratch.window)
    remainingValues = Int(chunk.valueCount)
    self.shape = shape
    self.scratch = scratch
  }

  /// Returns the next page of values, nil when the chunk has given all its values.
  mutating func next() throws(ParquetError) -> Page? {
    while remainingValues > 0 {
      let header = try header()
      guard header.compressedSize >= 0, header.uncompressedSize >= 0, header.compressedSize <= window.remaining else {
        throw .corrupt("A page is larger than its column chunk.")
      }
      let bytes = try window.peek(Int(header.compressedSize))
      window.advance(bytes.count)
      if let checksum = header.checksum, checksum != PageChecksum.of(bytes) {
        throw .corrupt("The checksum of a page does not match its bytes.")
      }
      if let page = try page(header, bytes) { return page }
    }
    return nil
  }

  /// Reads a page header, whose size is not known beforehand.
  private mutating func header() throws(ParquetError) -> PageHeader {
    var size = 512
    while true {
      let bytes = try window.peek(min(size, window.remaining))
      do throws(ParquetError) {
        var reader = ThriftReader(bytes)
        let header = try PageHeader(&reader)
        window.advance(reader.offset)
        return header
      } catch {
        // Long statistics make long headers; a damaged one is not searched for longer than any real one is.
        guard bytes.count < window.remaining, size < 1 << 24 else { throw error }
        size *= 8
      }
    }
  }

  /// Decodes the frame of a page; nil for pages without values, such as those of an index.
  private mutating func page(_ header: PageHeader, _ bytes: UnsafeRawBufferPointer) throws(ParquetError) -> Page? {
    switch PageType(rawValue: header.type) {
    case .index: return nil
    case .dictionary:
      guard let dictionary = header.dictionary else { throw Self.missingHeader }
      return .dictionary(try self.dictionary(dictionary, try decompressed(bytes, header.uncompressedSize)))
    case .data:
      guard let data = header.data else { throw Self.missingHeader }
      return .data(try self.data(data, try decompressed(bytes, header.uncompressedSize)))
    case .dataV2:
      guard let data = header.dataV2 else { throw Self.missingHeader }
      return .data(try dataV2(data, bytes, header.uncompressedSize))
    case nil: throw ParquetError(.unsupported, "It has pages of type \(header.type), which this package cannot read.")
    }
  }

  private func dictionary(
    _ header: DictionaryPageHeader, _ bytes: UnsafeRawBufferPointer
  ) throws(ParquetError) -> DictionaryPage {
    switch Encoding(rawValue: header.encoding) {
    case .plain, .plainDictionary: break
    default: throw Self.unsupported(header.encoding)
    }
    guard header.valueCount >= 0 else { throw .corrupt("A dictionary has a negative number of values.") }
    return DictionaryPage(count: Int(header.valueCount), values: bytes)
  }

  private mutating func data(
    _ header: DataPageHeader, _ bytes: UnsafeRawBufferPointer
  ) throws(ParquetError) -> DataPage {
    let encoding = try encoding(header.encoding)
    let count = try claim(header.valueCount)
    var reader = ByteReader(bytes)
    let repetition = try LevelSection(
      highest: shape.maximumRepetition, encoding: header.repetitionLevelEncoding, scratch.packedRepetition
    ).take(&reader, count: count)
    let definition = try LevelSection(
      highest: shape.maximumDefinition, encoding: header.definitionLevelEncoding, scratch.packedDefinition
    ).take(&reader, count: count)
    return DataPage(
      rowCount: count, repetitionLevels: repetition, definitionLevels: definition, encoding: encoding,
      values: reader.takeRest())
  }

  /// In a page of version 2 the levels are never compressed and carry no length of their own.
  private mutating func dataV2(
    _ header: DataPageHeaderV2, _ bytes: UnsafeRawBufferPointer, _ uncompressedSize: Int32
  ) throws(ParquetError) -> DataPage {
    let encoding = try encoding(header.encoding)
    let count = try claim(header.valueCount)
    var reader = ByteReader(bytes)
    // Levels of no bits, as a flat column has where it is not nullable, may still be written as runs.
    let repetition = try reader.take(Int(header.repetitionLevelsSize))
    let definition = try reader.take(Int(header.definitionLevelsSize))
    var values = reader.takeRest()
    if header.isCompressed && !values.isEmpty {
      // Both sizes are not negative and together not more than the page, so this does not overflow.
      values = try decompressed(values, uncompressedSize - header.definitionLevelsSize - header.repetitionLevelsSize)
    }
    return DataPage(
      rowCount: count, repetitionLevels: shape.maximumRepetition > 0 ? repetition : nil,
      definitionLevels: shape.maximumDefinition > 0 ? definition : nil, encoding: encoding, values: values)
  }

  /// Takes a page's values from those that the chunk owes.
  private mutating func claim(_ count: Int32) throws(ParquetError) -> Int {
    guard count >= 0, Int(count) <= remainingValues else {
      throw .corrupt("A page has \(count) values where its column chunk has \(remainingValues) left.")
    }
    remainingValues -= Int(count)
    return Int(count)
  }

  private func encoding(_ number: Int32) throws(ParquetError) -> Encoding {
    guard let encoding = Encoding(rawValue: number) else { throw Self.unsupported(number) }
    return encoding
  }

  private func decompressed(
    _ bytes: UnsafeRawBufferPointer, _ size: Int32
  ) throws(ParquetError) -> UnsafeRawBufferPointer {
    if method == .uncompressed { return bytes }
    guard size >= 0, Int(size) / method.maximumRatio <= bytes.count + 1 else {
      throw .corrupt("A page of \(bytes.count) bytes claims to hold \(size).")
    }
    let destination = try scratch.page.reserve(Int(size))
    if size > 0 { try scratch.codecs.decompress(method, bytes, into: destination) }
    return UnsafeRawBufferPointer(destination)
  }

  static func unsupported(_ encoding: Int32) -> ParquetError {
    ParquetError(.unsupported, "It uses the encoding \(Encoding.name(encoding)), which this package cannot read here.")
  }

  private static var missingHeader: ParquetError { .corrupt("A page lacks the header of its type.") }
}

extension ColumnChunkMetadata {
  /// parquet-mr before 1.2.9 left the header of the dictionary page out of a chunk's size (PARQUET-816); none is longer.
  private static let dictionaryHeader: Int64 = 100

  /// The bytes of the chunk's pages, the dictionary first; how many of them are needed, its values say.
  func byteRange(fileSize: Int) throws(ParquetError) -> Range<Int> {
    var start = dataPageOffset
    // Some writers give 0 for "no dictionary" (a file magic stands there, never a page), or for the first data page.
    if let dictionary = dictionaryPageOffset, dictionary > 0, dictionary < start || start < 4 { start = dictionary }
    let (end, overflow) = start.addingReportingOverflow(totalCompressedSize)
    guard start >= 4, totalCompressedSize >= 0, !overflow, end <= Int64(fileSize) else {
      throw .corrupt("The column chunk lies outside the file.")
    }
    return Int(start)..<Int(min(end + Self.dictionaryHeader, Int64(fileSize)))
  }
}
