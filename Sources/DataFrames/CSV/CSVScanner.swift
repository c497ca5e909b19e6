/// Splits CSV text into records of fields (RFC 4180: quotes, doubled quotes, separators and line ends inside quotes).
struct CSVScanner {
  /// One field: its bytes and whether it was quoted. An unquoted empty field is a null.
  struct Field {
    let bytes: [UInt8]
    let isQuoted: Bool
    var isNull: Bool { bytes.isEmpty && !isQuoted }
  }

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

  /// Reads the next record; an empty line is a record of one null field.
  mutating func record() throws(DataFrameError) -> [Field] {
    var fields: [Field] = []
    let start = line
    while true {
      fields.append(try field(recordLine: start))
      guard !isAtEnd else { return fields }
      let byte = bytes[position]
      position += 1
      if byte == separator { continue }
      if byte == UInt8(ascii: "\r"), !isAtEnd, bytes[position] == UInt8(ascii: "\n") { position += 1 }
      line += 1
      return fields
    }
  }

  private mutating func field(recordLine: Int) throws(DataFrameError) -> Field {
    guard !isAtEnd, bytes[position] == UInt8(ascii: "\"") else { return plainField() }
    position += 1
    var content: [UInt8] = []
    while !isAtEnd {
      let byte = bytes[position]
      position += 1
      if byte != UInt8(ascii: "\"") {
        if byte == UInt8(ascii: "\n") { line += 1 }
        content.append(byte)
      } else if !isAtEnd, bytes[position] == UInt8(ascii: "\"") {
        content.append(byte)
        position += 1
      } else {
        guard isAtEnd || isFieldEnd(bytes[position]) else {
          throw DataFrameError(.badCSV, "Line \(line): text after a closing quote. Double the quotes inside a field.")
        }
        return Field(bytes: content, isQuoted: true)
      }
    }
    throw DataFrameError(.badCSV, "Line \(recordLine): a quote is opened and never closed.")
  }

  private mutating func plainField() -> Field {
    let start = position
    while !isAtEnd, !isFieldEnd(bytes[position]) { position += 1 }
    return Field(bytes: Array(bytes[start..<position]), isQuoted: false)
  }

  private func isFieldEnd(_ byte: UInt8) -> Bool {
    byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
