/// What the columns of a view are called in its source file: Feast's field mapping goes from the file's name to the view's.
struct SourceColumnNames: Sendable {
  private let sourceOfField: [String: String]
  private let fieldOfSource: [String: String]
  private let present: Set<String>

  /// A mapped field is looked for under its raw name first, then under its own: Feast accepts both for the time fields.
  init(_ source: FeastFileSource, _ fileColumns: [String]) {
    present = Set(fileColumns)
    let pairs = source.fieldMapping.filter { [present] in present.contains($0.key) }.map { ($0.value, $0.key) }
    sourceOfField = Dictionary(pairs) { (first: String, second: String) -> String in min(first, second) }
    fieldOfSource = Dictionary(uniqueKeysWithValues: sourceOfField.map { ($0.value, $0.key) })
  }

  /// The file's name of a column of the view.
  subscript(field: String) -> String { sourceOfField[field] ?? field }

  /// The view's name of a column of the file.
  func field(of source: String) -> String { fieldOfSource[source] ?? source }

  /// Whether the file has a column of the view.
  func isInFile(_ field: String) -> Bool { present.contains(self[field]) }
}
