internal import DataFrames
internal import FeatureStoreCore

/// One column of a query whose result comes as text: how to select it, so that nothing is lost on the way, and how to
/// read it back.
///
/// Times go as counts of microseconds, because the text of a TIMESTAMP stops at milliseconds; lists as JSON; bytes as
/// base64.
struct ResultColumn: Sendable {
  let name: String
  let type: ColumnType

  /// The expression to select for a value of this type.
  func selecting(_ expression: String) -> String {
    switch type {
    case .timestamp(_, let utc): utc ? "unix_micros(\(expression))" : "CAST(\(expression) AS STRING)"
    case .binary: "base64(\(expression))"
    case .list(let element): "to_json(\(Self.elements(expression, element)))"
    default: expression
    }
  }

  /// The expression to export to a file. Instants go as counts of microseconds: the engine would write them as INT96, in
  /// which the years before 1677 and after 2262 cannot be counted in nanoseconds.
  func exporting(_ expression: String) -> String {
    switch type {
    case .timestamp(_, utc: true): "unix_micros(\(expression))"
    case .list(.timestamp(_, utc: true)): "transform(\(expression), x -> unix_micros(x))"
    default: expression
    }
  }

  private static func elements(_ expression: String, _ type: ColumnType) -> String {
    switch type {
    case .timestamp, .binary:
      "transform(\(expression), x -> \(ResultColumn(name: "", type: type).selecting("x")))"
    case .float32, .float64, .decimal, .date: "transform(\(expression), x -> CAST(x AS STRING))"
    default: expression
    }
  }

  /// - Throws: A ``FeatureStoreError`` that names the column when a cell does not read as its type.
  func read(_ cells: CellChunk.Cells) throws -> Column {
    switch type {
    case .string: return Column(.string(cells.text), validity: cells.validity)
    case .bool: return try parsed(cells, Self.bool)
    case .int32: return try parsed(cells) { Int32($0) }
    case .int64: return try parsed(cells) { Int64($0) }
    case .float32: return try parsed(cells) { Float($0) }
    case .float64: return try parsed(cells) { Double($0) }
    case .date: return try parsed(cells, Self.date)
    case .binary: return try parsed(cells) { Base64.bytes($0.utf8) }
    case .decimal(_, let scale): return try decimals(cells, scale)
    case .timestamp(_, let utc): return try times(cells, utc)
    case .list(let element): return try lists(cells, element)
    }
  }

  private static func bool(_ text: String) -> Bool? { text == "true" ? true : text == "false" ? false : nil }

  private static func date(_ text: String) -> CivilDate? {
    guard let time = try? Timestamp(text) else { return nil }
    return Int32(exactly: time.seconds.flooredDivision(by: 86_400).quotient).map { CivilDate(daysSinceEpoch: $0) }
  }

  private func parsed<Element: ColumnElement>(
    _ cells: CellChunk.Cells, _ parse: (String) -> Element?
  ) throws -> Column {
    let validity = cells.validity
    let values = try (0..<cells.count).map { (row: Int) -> Element in
      if let validity, !validity[row] { return Element.placeholder }
      guard let value = parse(cells.text[row]) else { throw damaged() }
      return value
    }
    return Column(Element.storage(values), validity: validity)
  }

  private func decimals(_ cells: CellChunk.Cells, _ scale: Int) throws -> Column {
    guard case .decimal(let precision, _) = type else { throw damaged() }
    let validity = cells.validity
    let values = try (0..<cells.count).map { (row: Int) -> Int128 in
      if let validity, !validity[row] { return 0 }
      guard let value = DecimalValue(cells.text[row])?.unscaled(atScale: scale) else { throw damaged() }
      return value
    }
    return Column(.decimal(values, precision: precision, scale: scale), validity: validity)
  }

  /// Microseconds as a number, or the text of a time without a zone.
  private func times(_ cells: CellChunk.Cells, _ utc: Bool) throws -> Column {
    let validity = cells.validity
    let counts = try (0..<cells.count).map { (row: Int) -> Int64 in
      if let validity, !validity[row] { return 0 }
      let text = cells.text[row]
      guard let count = Int64(text) ?? (try? Timestamp(text))?.count(in: .microseconds) else { throw damaged() }
      return count
    }
    return Column(.timestamp(counts, .microseconds, utc: utc), validity: validity)
  }

  private func lists(_ cells: CellChunk.Cells, _ element: ColumnType) throws -> Column {
    let validity = cells.validity
    var offsets = [0]
    var elements: [JSONValue] = []
    for row in 0..<cells.count {
      if validity?[row] ?? true {
        guard let items = try JSONParser.parse(cells.text[row].utf8).array else { throw damaged() }
        elements += items
      }
      offsets.append(elements.count)
    }
    let chunk = try CellChunk(rows: elements.map { .array([$0]) }, width: 1)
    let column = try ResultColumn(name: name, type: element).read(chunk.columns[0])
    return Column(.list(ListBuffer(offsets: offsets, elements: column)), validity: validity)
  }

  private func damaged() -> FeatureStoreError {
    FeatureStoreError(
      .remote,
      "A value of column '\(name)' in the warehouse's answer does not read as \(type). Run it again, or ask for others.",
      context: .init(column: name))
  }
}
