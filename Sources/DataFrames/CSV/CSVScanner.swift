/// One field as a place in the CSV text.
struct CSVField {
  /// The first byte of the content, behind the opening quote if there is one.
  let start: Int
  private let lengthAndFlags: UInt64

  init(_ content: Range<Int>, isQuoted: Bool, hasDoubledQuotes: Bool) {
    start = content.lowerBound
    lengthAndFlags = UInt64(content.count) << 2 | (isQuoted ? 1 : 0) | (hasDoubledQuotes ? 2 : 0)
  }

  var content: Range<Int> { start..<start + Int(lengthAndFlags >> 2) }
  var isQuoted: Bool { lengthAndFlags & 1 == 1 }
  /// Whether two quotes in the content stand for one.
  var hasDoubledQuotes: Bool { lengthAndFlags & 2 == 2 }
}

/// Splits CSV text into records of fields (RFC 4180: quotes, doubled quotes, separators and line ends inside quotes).
///
/// Fields are places in the one buffer; nothing is copied.
struct CSVScanner {
  private let bytes: [UInt8]
  private let separator: UInt8
  private var position = 0
  /// The line on which the next record starts, counted from 1.
  private(set) var line = 1

  init(_ bytes: [UInt8], separator: UInt8) {
    self.bytes = bytes
    self.separator = separator
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
  }

  var isAtEnd: Bool { position >= bytes.count }

  /// Appends the fields of the next record; an empty line is a record of one empty field.
  mutating func record(into fields: inout [CSVField]) throws(DataFrameError) {
    let start = line
    while true {
      fields.append(try field(recordLine: start))
      guard !isAtEnd else { return }
      let byte = bytes[position]
      position += 1
      if byte == separator { continue }
      if byte == UInt8(ascii: "\r"), !isAtEnd, bytes[position] == UInt8(ascii: "\n") { position += 1 }
      line += 1
      return
    }
  }

  private mutating func field(recordLine: Int) throws(DataFrameError) -> CSVField {
    guard !isAtEnd, bytes[position] == UInt8(ascii: "\"") else { return plainField() }
    position += 1
    let start = position
    var hasDoubledQuotes = false
    while !isAtEnd {
      let byte = bytes[position]
      position += 1
      if byte == UInt8(ascii: "\n") { line += 1 }
      guard byte == UInt8(ascii: "\"") else { continue }
      if !isAtEnd, bytes[position] == UInt8(ascii: "\"") {
        hasDoubledQuotes = true
        position += 1
      } else {
        guard isAtEnd || isFieldEnd(bytes[position]) else {
          throw DataFrameError(.badCSV, "Line \(line): text after a closing quote. Double the quotes inside a field.")
        }
        return CSVField(start..<position - 1, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes)
      }
    }
    throw DataFrameError(.badCSV, "Line \(recordLine): a quote is opened and never closed.")
  }

  private mutating func plainField() -> CSVField {
    let start = position
    while !isAtEnd, !isFieldEnd(bytes[position]) { position += 1 }
    return CSVField(start..<position, isQuoted: false, hasDoubledQuotes: false)
  }

  private func isFieldEnd(_ byte: UInt8) -> Bool {
    byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
