internal import DataFrames

/// Decodes a column of lists: levels into offsets and bitmaps, values by a reader of flat columns.
///
/// A row may be continued by the next page (in pages of version 1), never by the next chunk. Invariant: `offsets` was
/// made without being filled; those of the rows that have begun are.
struct ListColumnReader<Elements: ColumnReading>: ColumnReading {
  private let shape: ListShape
  private let rows: Int
  private var elements: Elements
  private var offsets: [Int]
  private var elementCount = 0
  private var row = 0
  /// The rows that had begun before the chunk.
  private var chunkStart = 0
  /// What the last entry was.
  private var last = Entry.end

  /// What may follow an entry in the same row: an element another one, a null list its repetition.
  private enum Entry { case element, null, end }
  /// A bit for each row, 1 for a value; empty before the first null.
  private var words: [UInt64] = []

  /// - Parameter elements: A reader with room for an element for each level entry.
  init(rows: Int, _ shape: ListShape, _ elements: consuming Elements) throws(ParquetError) {
    self.rows = rows
    self.shape = shape
    self.elements = elements
    offsets = try unfilledArray(rows + 1)
  }

  mutating func beginChunk() {
    elements.beginChunk()
    chunkStart = row
    last = .end
  }

  mutating func endChunk(rows: Int) throws(ParquetError) {
    guard row - chunkStart == rows else {
      throw .corrupt("The column chunk has \(row - chunkStart) lists where the row group has \(rows) rows.")
    }
  }

  mutating func read(_ page: DictionaryPage) throws(ParquetError) { try elements.read(page) }

  mutating func read(_ page: DataPage, _ scratch: DecodingScratch) throws(ParquetError) {
    let count = page.rowCount
    let repetition = try HybridRuns.levels(page.repetitionLevels, highest: 1, count: count, scratch.repetition)
    let definition = try HybridRuns.levels(
      page.definitionLevels, highest: shape.maximumDefinition, count: count, scratch.definition)
    let first = elementCount
    try addRows(repetition, definition)
    let validity = shape.elementIsNullable ? try elementBits(definition, elementCount - first, scratch.elements) : nil
    let values = DataPage(
      rowCount: elementCount - first, definitionLevels: validity, encoding: page.encoding, values: page.values)
    try elements.read(values, scratch)
  }

  consuming func finish() throws(ParquetError) -> Column {
    precondition(row == rows, "rows are missing")
    offsets[rows] = elementCount
    let lists = ListBuffer(offsets: offsets, elements: try elements.finish())
    return Column(.list(lists), validity: words.isEmpty ? nil : Validity(words: words, count: rows))
  }

  /// Begins a row at each repetition level 0, and counts elements.
  ///
  /// DuckDB writes a null array of a fixed size as that many entries of definition level 0, which count as one.
  private mutating func addRows(
    _ repetition: UnsafeBufferPointer<Int32>, _ definition: UnsafeBufferPointer<Int32>
  ) throws(ParquetError) {
    let elementLevel = Int32(shape.elementLevel)
    var last = last
    var element = elementCount
    for index in repetition.indices {
      let entry: Entry =
        definition[index] >= elementLevel ? .element : definition[index] == 0 && shape.isNullable ? .null : .end
      if repetition[index] == 0 {
        guard row < rows else { throw .corrupt("The column chunk has more lists than its row group has rows.") }
        offsets[row] = element
        if entry == .null { markNull(row) }
        row += 1
      } else {
        guard entry == last, entry != .end else { throw .corrupt("An element continues a list that has none.") }
      }
      last = entry
      element += entry == .element ? 1 : 0
    }
    self.last = last
    elementCount = element
  }

  private mutating func markNull(_ row: Int) {
    if words.isEmpty { words = [UInt64](repeating: .max, count: (rows + 63) / 64) }
    words[row >> 6] &= ~(1 << UInt64(row & 63))
  }

  /// Returns a hybrid run with a bit for each element: definition levels of the elements as a flat column.
  private func elementBits(
    _ definition: UnsafeBufferPointer<Int32>, _ count: Int, _ scratch: Scratch
  ) throws(ParquetError) -> UnsafeRawBufferPointer {
    let elementLevel = Int32(shape.elementLevel)
    var output = PageBuffer(scratch)
    let groups = (count + 7) / 8
    try output.appendVarint(groups << 1 | 1)
    let room = try output.room(groups)
    room.initializeMemory(as: UInt8.self, repeating: 0)
    var done = 0
    for level in definition where level >= elementLevel {
      room[done >> 3] |= (level > elementLevel ? 1 : 0) << UInt8(done & 7)
      done += 1
    }
    output.commit(groups)
    return try output.bytes()
  }
}
