internal import DataFrames

/// Decodes a column of byte strings: as codes while all pages have a dictionary, as plain strings otherwise.
struct TextColumnReader: ColumnReading {
  private enum Form {
    case codes(TextCodes)
    case plain(PlainText)
  }

  /// How a dictionary page and plain pages hold the strings.
  enum Layout {
    case lengthBefore
    case fixed(Int)
  }

  /// What the byte strings are.
  enum Content {
    case string
    case binary
    /// Something that is made of all byte strings at the end; those of null rows are empty.
    case encoded((TextBuffer) throws(ParquetError) -> ColumnStorage)
  }

  private let layout: Layout
  private let content: Content
  private var form: Form
  private var validity: ValidityBuilder
  private var row = 0
  private let rows: Int
  private var dictionary: TextBuffer?
  /// The codes of the chunk's dictionary entries in the dictionary of the column, nil when they are the same.
  private var translation: [Int32]?

  /// - Parameters:
  ///   - keepsDictionary: Whether to begin with codes; a page without a dictionary turns them into plain strings.
  ///   - byteEstimate: How many bytes plain strings may take, to make room at once.
  init(
    rows: Int, _ layout: Layout, _ content: Content, keepsDictionary: Bool, byteEstimate: Int
  ) throws(ParquetError) {
    self.rows = rows
    self.layout = layout
    self.content = content
    validity = ValidityBuilder(capacity: rows)
    if case .string = content, keepsDictionary {
      form = .codes(try TextCodes(rows: rows))
    } else {
      form = .plain(try PlainText(rows: rows, byteEstimate: byteEstimate))
    }
  }

  mutating func beginChunk() {
    dictionary = nil
    translation = nil
  }

  mutating func read(_ page: DictionaryPage) throws(ParquetError) {
    let entries = try layout.dictionary(page)
    if case .codes(var codes) = form {
      form = .codes(try TextCodes(rows: 0))
      translation = try codes.dictionary.merge(entries)
      form = .codes(codes)
    }
    dictionary = entries
  }

  mutating func read(_ page: DataPage, _ scratch: DecodingScratch) throws(ParquetError) {
    precondition(page.rowCount <= rows - row, "more rows than the column has")
    let usesDictionary = page.encoding == .plainDictionary || page.encoding == .rleDictionary
    if !usesDictionary { try makePlain() }
    var valid = page.rowCount
    if let levels = page.definitionLevels {
      valid = try validity.append(levels: levels, rows: page.rowCount)
    } else {
      validity.appendValid(page.rowCount)
    }
    if usesDictionary && dictionary == nil { throw .corrupt("A page needs a dictionary, but there is none.") }
    let place = RowRange(first: row, rows: page.rowCount, valid: valid)
    switch form {
    case .codes(var codes):
      form = .codes(try TextCodes(rows: 0))
      try codes.read(page, place, entries: dictionary?.count ?? 0, translation, validity)
      form = .codes(codes)
    case .plain(var text):
      form = .plain(try PlainText(rows: 0, byteEstimate: 0))
      try text.read(page, place, layout, usesDictionary ? dictionary : nil, validity, scratch)
      form = .plain(text)
    }
    row += page.rowCount
  }

  consuming func finish() throws(ParquetError) -> Column {
    let bitmap = validity.finish()
    switch form {
    case .codes(let codes): return Column(.dictionary(codes.finish(rows: row)), validity: bitmap)
    case .plain(let text):
      let buffer = text.finish(rows: row)
      switch content {
      case .string: return Column(.string(buffer), validity: bitmap)
      case .binary: return Column(.binary(buffer), validity: bitmap)
      case .encoded(let storage): return Column(try storage(buffer), validity: bitmap)
      }
    }
  }

  /// Turns the codes that have been read into plain strings.
  private mutating func makePlain() throws(ParquetError) {
    guard case .codes(let codes) = form else { return }
    var text = try PlainText(rows: rows, byteEstimate: 0)
    try text.append(codes, rows: row, validity)
    form = .plain(text)
  }
}

/// The rows of a page within a column, and how many of them hold a value.
struct RowRange {
  let first: Int
  let rows: Int
  let valid: Int
}

extension TextColumnReader.Layout {
  /// Decodes a dictionary page, whose values are always PLAIN.
  func dictionary(_ page: DictionaryPage) throws(ParquetError) -> TextBuffer {
    var reader = ByteReader(page.values)
    // A string takes at least the four bytes of its length, or those of its fixed width.
    let least = if case .fixed(let width) = self { width } else { 4 }
    guard page.count <= page.values.count / least else { throw ByteReader.exhausted }
    var result = TextBuffer(rows: page.count, bytes: page.values.count)
    for _ in 0..<page.count {
      let length = if case .fixed(let width) = self { width } else { Int(try reader.load(as: UInt32.self)) }
      result.append(try reader.take(length))
    }
    return result
  }
}
