internal import DataFrames

/// What the footer says about a chunk that was written.
struct WrittenChunk {
  var physicalType: PhysicalType
  var codec: Int
  var encodings: [Encoding] = []
  var pageCounts: [(type: PageType, encoding: Encoding, count: Int)] = []
  /// The level entries of all pages: the rows of a flat column.
  var entryCount = 0
  var uncompressedSize = 0
  var compressedSize = 0
  /// Offsets in the file, once it is known where the chunk begins.
  var dictionaryOffset: Int?
  var dataOffset = 0
  var statistics = ChunkStatistics()
}

/// Frames and compresses the pages of one chunk; they stay in memory until the dictionary, which goes first, is known.
struct ChunkBuilder {
  private let options: ParquetWriteOptions
  private let scratch: EncodingScratch
  private var pages: PageBuffer
  private var dictionary: PageBuffer
  private var chunk: WrittenChunk

  init(_ options: ParquetWriteOptions, _ type: PhysicalType, _ scratch: EncodingScratch) {
    self.options = options
    self.scratch = scratch
    pages = PageBuffer(scratch.pages)
    dictionary = PageBuffer(scratch.dictionary)
    chunk = WrittenChunk(physicalType: type, codec: options.compression.method.codec)
  }

  /// Begins the body of a data page with the levels of its rows.
  func beginPage(_ body: inout PageBuffer, _ levels: RowLevels, _ rows: Range<Int>) throws(ParquetError) -> PageShape {
    body.removeAll()
    return try levels.encode(rows, withLengths: options.pageVersion == .v1, to: &body, scratch)
  }

  /// Adds a data page, whose body holds the levels and then the values.
  mutating func addPage(
    _ body: PageBuffer, _ shape: PageShape, _ encoding: Encoding
  ) throws(ParquetError) {
    let isVersion1 = options.pageVersion == .v1
    let levelsSize = shape.repetitionSize + shape.definitionSize
    try add(body, to: \.pages, plainPrefix: isVersion1 ? 0 : levelsSize) { (header) in
      header.int32(1, Int(isVersion1 ? PageType.data.rawValue : PageType.dataV2.rawValue))
    } details: { (header) in
      if isVersion1 {
        header.structure(5) { $0.dataPage(shape, encoding) }
      } else {
        // Some readers do not take an empty body for a compressed one, nor an empty block for a body.
        let isCompressed = body.count > levelsSize
        header.structure(8) { $0.dataPageV2(shape, encoding, isCompressed: isCompressed) }
      }
    }
    chunk.entryCount += shape.entries
    chunk.statistics.nullCount += shape.entries - shape.valid
    count(isVersion1 ? .data : .dataV2, encoding)
  }

  /// Adds the dictionary page, whose body holds PLAIN values.
  mutating func addDictionary(_ body: PageBuffer, count: Int) throws(ParquetError) {
    try add(body, to: \.dictionary, plainPrefix: 0) { (header) in
      header.int32(1, Int(PageType.dictionary.rawValue))
    } details: { (header) in
      header.structure(7) {
        $0.int32(1, count)
        $0.int32(2, Int(Encoding.plain.rawValue))
      }
    }
    self.count(.dictionary, .plain)
  }

  /// Writes the chunk to the file.
  mutating func finish(_ output: FileOutput, minimum: [UInt8]?, maximum: [UInt8]?) throws(ParquetError) -> WrittenChunk
  {
    chunk.statistics.minimum = minimum
    chunk.statistics.maximum = maximum
    if dictionary.count > 0 { chunk.dictionaryOffset = output.offset }
    try output.write(try dictionary.bytes())
    chunk.dataOffset = output.offset
    try output.write(try pages.bytes())
    chunk.compressedSize = dictionary.count + pages.count
    return chunk
  }

  private mutating func count(_ type: PageType, _ encoding: Encoding) {
    if let index = chunk.pageCounts.firstIndex(where: { $0.type == type && $0.encoding == encoding }) {
      chunk.pageCounts[index].count += 1
    } else {
      chunk.pageCounts.append((type, encoding, 1))
    }
    for encoding in [encoding, .rle] where !chunk.encodings.contains(encoding) { chunk.encodings.append(encoding) }
  }

  /// Compresses a body behind its header; the first `plainPrefix` bytes stay as they are.
  private mutating func add(
    _ body: PageBuffer, to target: WritableKeyPath<ChunkBuilder, PageBuffer>, plainPrefix: Int,
    _ type: (inout ThriftWriter) -> Void, details: (inout ThriftWriter) -> Void
  ) throws(ParquetError) {
    let bytes = try body.bytes()
    guard bytes.count <= Int(Int32.max) else {
      throw ParquetError(
        .tooLarge, "A page would have \(bytes.count) bytes, more than the format allows; write smaller pages.")
    }
    let rest = UnsafeRawBufferPointer(rebasing: bytes[plainPrefix...])
    let compressed = rest.isEmpty && plainPrefix > 0 ? rest : try compress(rest)
    let prefix = UnsafeRawBufferPointer(rebasing: bytes[..<plainPrefix])
    let checksum = options.writesChecksums ? PageChecksum.of(prefix, compressed) : nil
    var header = ThriftWriter()
    header.root { (header) in
      type(&header)
      header.int32(2, bytes.count)
      header.int32(3, plainPrefix + compressed.count)
      if let checksum { header.int32(4, Int(checksum)) }
      details(&header)
    }
    try self[keyPath: target].append(header.bytes)
    try self[keyPath: target].append(prefix)
    try self[keyPath: target].append(compressed)
    chunk.uncompressedSize += header.bytes.count + bytes.count
  }

  /// Returns bytes that are valid until the next call.
  private func compress(_ bytes: UnsafeRawBufferPointer) throws(ParquetError) -> UnsafeRawBufferPointer {
    if options.compression.method == .uncompressed { return bytes }
    let room = try scratch.compressed.reserve(scratch.codecs.bound(options.compression, bytes.count))
    let size = try scratch.codecs.compress(options.compression, bytes, into: room)
    return UnsafeRawBufferPointer(rebasing: room[..<size])
  }
}

extension ThriftWriter {
  /// The fields of a `DataPageHeader`; repetition levels of a flat column are RLE of no bits.
  fileprivate mutating func dataPage(_ shape: PageShape, _ encoding: Encoding) {
    int32(1, shape.entries)
    int32(2, Int(encoding.rawValue))
    int32(3, Int(Encoding.rle.rawValue))
    int32(4, Int(Encoding.rle.rawValue))
  }

  /// The fields of a `DataPageHeaderV2`.
  fileprivate mutating func dataPageV2(_ shape: PageShape, _ encoding: Encoding, isCompressed: Bool) {
    int32(1, shape.entries)
    int32(2, shape.entries - shape.valid)
    int32(3, shape.rows)
    int32(4, Int(encoding.rawValue))
    int32(5, shape.definitionSize)
    int32(6, shape.repetitionSize)
    bool(7, isCompressed)
  }
}
