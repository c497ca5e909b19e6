internal import Foundation

extension DataFrame {
  /// Reads CSV text whose first record names the columns, unless `options` says otherwise.
  ///
  /// Types are inferred from all rows unless `options.types` names them: int64, float64, bool, date, timestamp, or string,
  /// the first that fits every field. An empty unquoted field is a null; `""` is an empty string. Lists and bytes are
  /// read where their type is given.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/badCSV`` that names the line or column.
  /// - Complexity: O(bytes) time; 16 bytes of memory for each field beside the text and the columns.
  public init(csvText: some Sequence<UInt8>, options: CSVOptions = CSVOptions()) throws(DataFrameError) {
    let table = try CSVTable(Array(csvText), options)
    if let unknown = options.types.keys.sorted().first(where: { !table.names.contains($0) }) {
      throw DataFrameError(
        .columnNotFound,
        "No column '\(unknown)'.\(hint(for: unknown, among: table.names)) Columns here: \(listed(table.names)).")
    }
    let types = [ByteKey: ColumnType](firstOf: options.types.map { ($0.key, $0.value) })
    let declared = [ByteKey: ColumnType](firstOf: options.declaredTypes.map { ($0.name, $0.type) })
    let reader = CSVColumns(table: table)
    var columns: [(name: String, column: Column)] = []
    for (index, name) in table.names.enumerated() {
      let ignoringQuotes = table.isAllQuoted || options.timeColumns.contains(name)
      let found = types[name] ?? CSVTypes.infer(table, index, ignoringQuotes: ignoringQuotes)
      let type = types[name] == nil ? declared[name].map { found.settled(with: $0) } ?? found : found
      columns.append((name, try reader.column(index, type)))
    }
    try self.init(columns: columns)
  }

  /// Reads a CSV file.
  ///
  /// - Throws: A ``DataFrameError`` that names the file and, when its text is bad, the line or column.
  public init(csv path: String, options: CSVOptions = CSVOptions()) throws(DataFrameError) {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw DataFrameError(.io, "Cannot read '\(path)'. Check that the file is there and may be read.")
    }
    do {
      try self.init(csvText: bytes, options: options)
    } catch {
      throw DataFrameError(error.code, "\(path): \(error.message)")
    }
  }

  /// The frame as CSV text: a header, then a line a row; nulls are empty, empty texts are `""`.
  ///
  /// Timestamps are ISO 8601 with `Z` when they are UTC; floats have the shortest form that reads back exactly. Lists are
  /// JSON arrays, such as `["a, b",null]`, and bytes hexadecimal, such as `0x01ff`.
  public func csvText(separator: UInt8 = UInt8(ascii: ",")) -> [UInt8] {
    var text: [UInt8] = []
    func append(_ cells: some Sequence<[UInt8]>) {
      for (index, cell) in cells.enumerated() {
        if index > 0 { text.append(separator) }
        text.append(contentsOf: cell)
      }
      text.append(UInt8(ascii: "\n"))
    }
    append(columnNames.map { quoted($0, separator, isText: false, marks: Array(",;\t|".utf8)) })
    for row in 0..<rowCount {
      append(
        columns.map { (column: Column) -> [UInt8] in
          guard let cell = column.csvText(row) else { return [] }
          return quoted(cell, separator, isText: column.type == .string)
        })
    }
    return text
  }

  /// Writes the frame as a CSV file, replacing one that is there only when it is complete.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/io`` that names the file.
  public func writeCSV(to path: String) throws(DataFrameError) {
    do {
      try FileReplacement.write(csvText(), to: path)
    } catch {
      throw DataFrameError(.io, "\(error) Check that its folder exists and that both may be written to.")
    }
  }
}

/// Quotes a cell if it must be; text that would read back as something else (`""`, `12`, `true`) is quoted as well.
///
/// - Parameter marks: Bytes that could be taken for the separator.
private func quoted(_ cell: String, _ separator: UInt8, isText: Bool, marks: [UInt8] = []) -> [UInt8] {
  let bytes = Array(cell.utf8)
  let special = bytes.contains { (byte: UInt8) -> Bool in
    byte == separator || marks.contains(byte) || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\n")
      || byte == UInt8(ascii: "\r")
  }
  guard special || (isText && (bytes.isEmpty || CSVTypes.couldBeOther(bytes[...]))) else { return bytes }
  let mark = UInt8(ascii: "\"")
  return [mark] + bytes.flatMap { $0 == mark ? [mark, mark] : [$0] } + [mark]
}

extension ColumnType {
  /// The type to read a column as that is declared otherwise than its fields look.
  ///
  /// `007` of a declared string stays `007`, and of a declared number is 7. Numbers that look like other numbers are left
  /// to whoever stores them.
  fileprivate func settled(with declared: ColumnType) -> ColumnType {
    switch declared {
    case .string, .binary, .list: declared
    default: self == .string ? declared : self
    }
  }
}

extension Column {
  fileprivate func csvText(_ row: Int) -> String? {
    guard case .list(let lists) = storage, !isNull(row) else { return text(row) }
    return CSVList.text(lists, row)
  }
}

/// Finds the byte between the fields of a text that does not say.
enum CSVSeparator {
  /// The comma where it divides the first record, else semicolon, tab or bar.
  static func inferred(_ bytes: [UInt8]) -> UInt8 {
    let comma = UInt8(ascii: ",")
    for candidate in [comma] + Array(";\t|".utf8) {
      var scanner = CSVScanner(bytes, separator: candidate)
      var fields: [CSVField] = []
      // A quote that ends before another separator is no fault of the text.
      guard (try? scanner.record(into: &fields)) != nil, fields.count > 1 else { continue }
      // A quote inside a field without quotes shows that the byte stands inside quotes.
      let isDivided = fields.allSatisfy { $0.isQuoted || !bytes[$0.content].contains(UInt8(ascii: "\"")) }
      if isDivided { return candidate }
    }
    return comma
  }
}
