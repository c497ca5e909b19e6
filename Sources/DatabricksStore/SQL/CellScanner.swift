internal import FeatureStoreCore

/// Walks through a JSON array of arrays of texts and nulls, without making values of them.
struct CellScanner {
  enum Cell {
    case null
    /// Where the text, or the number, stands in the input.
    case plain(Range<Int>)
    /// A text that had escapes.
    case escaped([UInt8])
  }

  private let bytes: [UInt8]
  private var position = 0
  private var isFirst = true

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// Moves into the outer array.
  mutating func open() throws {
    guard next() == UInt8(ascii: "[") else { throw failure() }
    position += 1
    isFirst = true
  }

  /// Moves into the next row; false at the end of the outer array.
  mutating func nextRow() throws -> Bool {
    guard try advance() else {
      guard next() == nil else { throw failure() }
      return false
    }
    guard next() == UInt8(ascii: "[") else { throw failure() }
    position += 1
    isFirst = true
    return true
  }

  /// The next cell of the row; nil at its end.
  mutating func nextCell() throws -> Cell? {
    guard try advance() else {
      isFirst = false
      return nil
    }
    guard let byte = next() else { throw failure() }
    return byte == UInt8(ascii: "\"") ? try text() : try word()
  }

  /// Moves past a comma to the next item; false, and past the bracket, when there is none.
  private mutating func advance() throws -> Bool {
    guard let byte = next() else { throw failure() }
    if byte == UInt8(ascii: "]") {
      position += 1
      return false
    }
    if isFirst {
      isFirst = false
      return true
    }
    guard byte == UInt8(ascii: ",") else { throw failure() }
    position += 1
    return true
  }

  /// The next byte that is no white space.
  private mutating func next() -> UInt8? {
    while position < bytes.count {
      let byte = bytes[position]
      if byte != 0x20, byte != 0x0A, byte != 0x0D, byte != 0x09 { return byte }
      position += 1
    }
    return nil
  }

  private mutating func text() throws -> Cell {
    let start = position + 1
    var end = start
    while end < bytes.count, bytes[end] != UInt8(ascii: "\""), bytes[end] != UInt8(ascii: "\\") { end += 1 }
    guard end < bytes.count else { throw failure() }
    if bytes[end] == UInt8(ascii: "\"") {
      position = end + 1
      return .plain(start..<end)
    }
    var cursor = position
    let damaged = failure()
    let text = try JSONStringScanner.scan(bytes, &cursor) { _ in damaged }
    position = cursor
    return .escaped(Array(text.utf8))
  }

  /// `null`, or a number or truth value that was not put in quotes.
  private mutating func word() throws -> Cell {
    let start = position
    while position < bytes.count, bytes[position] != UInt8(ascii: ","), bytes[position] != UInt8(ascii: "]"),
      bytes[position] > 0x20
    {
      position += 1
    }
    let range = start..<position
    guard !range.isEmpty, bytes[start] != UInt8(ascii: "["), bytes[start] != UInt8(ascii: "{") else { throw failure() }
    return bytes[range].elementsEqual("null".utf8) ? .null : .plain(range)
  }

  private func failure() -> FeatureStoreError {
    FeatureStoreError(.remote, "A result of the warehouse breaks off or is damaged at byte \(position). Run it again.")
  }
}
