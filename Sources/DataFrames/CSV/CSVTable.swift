/// CSV text taken apart: the names of the columns, and the place of every field, row after row.
struct CSVTable {
  let bytes: [UInt8]
  let names: [String]
  let rowCount: Int
  private let fields: [CSVField]
  private let nullTexts: [[UInt8]]
  /// Whether every field, the header too, stands in quotes: then they say nothing about types and nulls.
  let isAllQuoted: Bool

  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/badCSV`` that names the line.
  init(_ bytes: [UInt8], _ options: CSVOptions) throws(DataFrameError) {
    let separator = options.separator ?? CSVSeparator.inferred(bytes)
    var scanner = CSVScanner(bytes, separator: separator)
    guard !scanner.isAtEnd else {
      let what = options.hasHeader ? "Its first line must name the columns." : "There is no line to count columns in."
      throw DataFrameError(.badCSV, "The CSV text is empty. \(what)")
    }
    var fields: [CSVField] = []
    try scanner.record(into: &fields)
    let width = fields.count
    names = try CSVTable.names(fields.map { String(decoding: $0.text(bytes), as: UTF8.self) }, options)
    var isAllQuoted = options.hasHeader && fields.allSatisfy(\.isQuoted)
    if options.hasHeader { fields = [] }
    fields.reserveCapacity(bytes.count / 8)
    while !scanner.isAtEnd {
      let (line, before) = (scanner.line, fields.count)
      try scanner.record(into: &fields)
      let found = fields.count - before
      if found == 1, width > 1, fields[before].content.isEmpty, !fields[before].isQuoted {
        fields.removeLast()
      } else if found != width {
        let first = options.hasHeader ? "the header" : "the first line"
        let divided = separator == UInt8(ascii: "\t") ? "tabs" : "'\(Character(Unicode.Scalar(separator)))'"
        throw DataFrameError(
          .badCSV, "Line \(line) has \(found) fields, \(first) has \(width), divided by \(divided).")
      }
    }
    self.bytes = bytes
    self.fields = fields
    rowCount = fields.count / width
    isAllQuoted = isAllQuoted && fields.allSatisfy(\.isQuoted)
    self.isAllQuoted = isAllQuoted
    nullTexts = options.nullTexts.map { Array($0.utf8) }
  }

  private static func names(_ first: [String], _ options: CSVOptions) throws(DataFrameError) -> [String] {
    let names = options.columnNames ?? (options.hasHeader ? first : first.indices.map { "column_\($0 + 1)" })
    guard names.count == first.count else {
      throw DataFrameError(
        .badCSV, "\(names.count) column names are given, but the first line has \(first.count) fields.")
    }
    return names
  }

  func field(_ row: Int, _ column: Int) -> CSVField { fields[row * names.count + column] }

  func isNull(_ field: CSVField) -> Bool {
    if field.isQuoted && !isAllQuoted { return false }
    let content = bytes[field.content]
    return nullTexts.contains { content.elementsEqual($0) }
  }

  /// Whether a field of a column that holds no strings says that there is no value.
  func isNullWord(_ field: CSVField, _ type: ColumnType) -> Bool {
    guard (2...4).contains(field.content.count) else { return false }
    let content = bytes[field.content]
    if CSVNumbers.isNaN(content) { return type != .float32 && type != .float64 }
    return CSVTypes.isNullWord(content)
  }
}

extension CSVField {
  /// The text of the field: a view of the buffer, or a copy when doubled quotes are to become one.
  func text(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    let raw = bytes[content]
    guard hasDoubledQuotes else { return raw }
    var text: ArraySlice<UInt8> = []
    var isFirst = false
    for byte in raw {
      // Inside a quoted field quotes come in pairs only; the first of each is kept.
      isFirst = byte == UInt8(ascii: "\"") && !isFirst
      if byte != UInt8(ascii: "\"") || isFirst { text.append(byte) }
    }
    return text
  }
}
