internal import DataFrames

/// Writes the chunk of a string or binary column: as codes while its dictionary is small, as plain strings after that.
struct TextColumnWriter {
  /// The most rows of a page of codes.
  private static let codeRows = 1 << 17

  private let options: ParquetWriteOptions
  private var builder: ChunkBuilder
  private var source: any TextSource
  private var body: PageBuffer
  private let scratch: EncodingScratch
  private var usesDictionary: Bool
  /// The number of entries that pages refer to.
  private var entries = 0
  private var hasCodes = false
  private var bounds = TextBounds()

  init(_ options: ParquetWriteOptions, _ scratch: EncodingScratch, _ source: any TextSource) {
    self.options = options
    self.scratch = scratch
    body = PageBuffer(scratch.body)
    self.source = source
    builder = ChunkBuilder(options, .byteArray, scratch)
    usesDictionary = options.usesDictionaries && options.dictionaryBytes > 0
  }

  /// Writes the rows of a range of a column.
  mutating func write(
    _ levels: RowLevels, _ range: Range<Int>, _ output: FileOutput
  ) throws(ParquetError) -> WrittenChunk {
    var start = range.lowerBound
    while start < range.upperBound {
      if usesDictionary {
        let rows = start..<levels.rowEnd(from: start, limit: range.upperBound, values: Self.codeRows)
        if try writeCodes(levels, rows) {
          start = rows.upperBound
          continue
        }
        usesDictionary = false
      }
      let rows = start..<plainPageEnd(levels, start..<range.upperBound)
      try writePlain(levels, rows)
      start = rows.upperBound
    }
    if hasCodes { try writeDictionary() }
    return try builder.finish(output, minimum: bounds.minimum, maximum: bounds.maximum)
  }

  /// Writes a page of codes; false, with nothing written, when a dictionary does not pay.
  private mutating func writeCodes(_ levels: RowLevels, _ rows: Range<Int>) throws(ParquetError) -> Bool {
    let values = levels.values(rows)
    let valid = levels.validCount(values)
    let room = try scratch.codes.reserve((valid + 1) * MemoryLayout<Int32>.stride).bindMemory(to: Int32.self)
    guard let base = room.baseAddress else { return false }
    let isFirst = entries == 0
    var done = 0
    let middle = isFirst ? min(values.lowerBound + DictionarySample.size, values.upperBound) : values.upperBound
    source.encode(values.lowerBound..<middle, levels.validity, into: base, &done)
    let sample = DictionarySample(values: done, distinct: source.dictionary.count)
    let averageSize = max(1, source.dictionary.bytes.count / max(1, sample.distinct))
    if isFirst && !sample.promises(limit: options.dictionaryBytes / averageSize) { return false }
    source.encode(middle..<values.upperBound, levels.validity, into: base, &done)
    guard source.dictionary.bytes.count <= options.dictionaryBytes else { return false }
    entries = source.dictionary.count
    let shape = try builder.beginPage(&body, levels, rows)
    let width = HybridEncoder.width(entries: entries)
    try body.append(UInt8(width))
    try HybridEncoder(codes: base, count: valid, width: width).encode(to: &body)
    try builder.addPage(body, shape, .rleDictionary)
    hasCodes = true
    return true
  }

  /// Where a page of plain strings ends that begins with a range of rows.
  private func plainPageEnd(_ levels: RowLevels, _ rows: Range<Int>) -> Int {
    let values = levels.values(rows)
    guard !values.isEmpty else { return rows.upperBound }
    let end = source.plainPageEnd(from: values.lowerBound, limit: values.upperBound, bytes: options.pageBytes)
    return levels.rowEnd(from: rows.lowerBound, limit: rows.upperBound, valueEnd: end)
  }

  private mutating func writePlain(_ levels: RowLevels, _ rows: Range<Int>) throws(ParquetError) {
    let shape = try builder.beginPage(&body, levels, rows)
    let values = levels.values(rows)
    if !values.isEmpty { try source.writePlain(values, levels.validity, to: &body, &bounds) }
    try builder.addPage(body, shape, .plain)
  }

  private mutating func writeDictionary() throws(ParquetError) {
    let dictionary = source.dictionary
    body.removeAll()
    for entry in 0..<entries {
      let range = dictionary.range(entry)
      try body.append(UInt32(range.count))
      try dictionary.bytes.withUnsafeBufferPointer { (bytes: UnsafeBufferPointer<UInt8>) throws(ParquetError) in
        let text = bytes.extracting(range)
        bounds.add(text)
        try body.append(UnsafeRawBufferPointer(text))
      }
    }
    try builder.addDictionary(body, count: entries)
  }
}
