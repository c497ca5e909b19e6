import DataFrames
import Testing

@Suite struct CSVPropertyTests {
  @Test("generated frames read back as they were written", arguments: 0..<15)
  func roundTrip(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let count = Int.random(in: 1...60, using: &random)
    let kinds = ["bool", "int64", "float64", "string", "dictionary", "date", "timestamp"]
    var columns: [(name: String, column: Column)] = []
    for kind in kinds { columns.append((kind, GeneratedColumns.column(kind, count: count, &random))) }
    let frame = try DataFrame(columns: columns)
    let types = Dictionary(uniqueKeysWithValues: frame.schema.map { ($0.name, $0.type) })
    #expect(try DataFrame(csvText: frame.csvText(), options: CSVOptions(types: types)) == frame, "seed \(seed)")
  }

  @Test("generated text gives the fields of a naive splitter, or an error", arguments: 0..<60)
  func naive(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let alphabet = Array("ab,,,\n\"\"\r") + (seed % 2 == 0 ? [] : ["é"])
    let text = String((0..<Int.random(in: 1...40, using: &random)).map { _ in random.pick(alphabet) })
    let options = CSVOptions(hasHeader: false)
    guard let frame = try? DataFrame(csvText: text.utf8, options: options) else { return }
    let strings = Dictionary(uniqueKeysWithValues: frame.columnNames.map { ($0, ColumnType.string) })
    let typed = try DataFrame(csvText: text.utf8, options: CSVOptions(types: strings, hasHeader: false))
    var expected = naiveRecords(text)
    let width = expected.first?.count ?? 0
    expected = expected.enumerated().filter { $0 == 0 || width == 1 || $1 != [nil] }.map(\.element)
    let rows = try (0..<typed.rowCount).map { (row: Int) -> [String?] in
      try typed.columnNames.map { try typed.column($0).text(row) }
    }
    #expect(rows == expected, "\(text.debugDescription), seed \(seed)")
  }

  /// Splits by a state machine over characters; only for text that is known to be well formed.
  private func naiveRecords(_ text: String) -> [[String?]] {
    var records: [[String?]] = []
    var record: [String?] = []
    var field = ""
    var (isQuoted, wasQuoted, previousReturn) = (false, false, false)
    func finished() -> String? { field.isEmpty && !wasQuoted ? nil : field }
    var scalars = Array(text.unicodeScalars)[...]
    while let scalar = scalars.popFirst() {
      defer { previousReturn = scalar == "\r" && !isQuoted }
      if isQuoted {
        if scalar != "\"" {
          field.unicodeScalars.append(scalar)
        } else if scalars.first == "\"" {
          scalars.removeFirst()
          field += "\""
        } else {
          isQuoted = false
        }
      } else if scalar == "\"", field.isEmpty, !wasQuoted {
        (isQuoted, wasQuoted) = (true, true)
      } else if scalar == "\n", previousReturn {
        continue
      } else if scalar == "," || scalar == "\n" || scalar == "\r" {
        record.append(finished())
        (field, wasQuoted) = ("", false)
        if scalar != "," {
          records.append(record)
          record = []
        }
      } else {
        field.unicodeScalars.append(scalar)
      }
    }
    if !record.isEmpty || finished() != nil { records.append(record + [finished()]) }
    return records
  }
}
