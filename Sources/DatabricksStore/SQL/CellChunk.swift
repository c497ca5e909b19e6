internal import DataFrames
internal import FeatureStoreCore

/// The cells of some rows, column by column, as the texts that the server sent.
struct CellChunk: Sendable {
  private(set) var columns: [Cells]
  private(set) var rowCount = 0

  /// The texts of one column.
  struct Cells: Sendable {
    fileprivate(set) var text = TextBuffer()
    fileprivate var isPresent: [Bool] = []

    var count: Int { text.count }
    var validity: Validity? { Validity.bitmap(count: isPresent.count) { isPresent[$0] } }

    fileprivate mutating func append(_ bytes: some Sequence<UInt8>) {
      text.append(bytes)
      isPresent.append(true)
    }

    fileprivate mutating func appendNull() {
      text.appendEmpty()
      isPresent.append(false)
    }
  }

  /// Takes rows that came inside a larger JSON text.
  init(rows: [JSONValue], width: Int) throws {
    columns = [Cells](repeating: Cells(), count: width)
    for row in rows {
      guard let cells = row.array, cells.count == width else { throw Self.wrongWidth(width) }
      for (index, cell) in cells.enumerated() {
        switch cell {
        case .null: columns[index].appendNull()
        case .string(let text): columns[index].append(text.utf8)
        default: columns[index].append(cell.text.utf8.dropLast())
        }
      }
      rowCount += 1
    }
  }

  /// Reads `[["1","a"],["2",null]]` straight into columns.
  ///
  /// - Throws: A ``FeatureStoreError`` if the bytes are no such text.
  init(json: [UInt8], width: Int) throws {
    columns = [Cells](repeating: Cells(), count: width)
    var scanner = CellScanner(json)
    try scanner.open()
    while try scanner.nextRow() {
      var index = 0
      while let cell = try scanner.nextCell() {
        guard index < width else { throw Self.wrongWidth(width) }
        switch cell {
        case .null: columns[index].appendNull()
        case .plain(let range): columns[index].append(json[range])
        case .escaped(let bytes): columns[index].append(bytes)
        }
        index += 1
      }
      guard index == width else { throw Self.wrongWidth(width) }
      rowCount += 1
    }
  }

  private static func wrongWidth(_ width: Int) -> FeatureStoreError {
    FeatureStoreError(
      .remote, "The warehouse sent a row that does not have the \(width) columns asked for. Run it again.")
  }
}
