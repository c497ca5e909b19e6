internal import DataFrames

/// What the columns of a view are called in its source file: Feast's field mapping goes from the file's name to the view's.
struct SourceColumnNames: Sendable {
  private let sourceOfField: [ByteKey: String]
  private let fieldOfSource: [ByteKey: String]
  private let present: Set<ByteKey>

  /// A mapped field is looked for under its raw name first, then under its own: Feast accepts both for the time fields.
  init(_ source: FeastFileSource, _ fileColumns: [String]) {
    present = Set<ByteKey>(strings: fileColumns)
    let pairs = source.fieldMapping.filter { [present] in present.contains($0.key) }.map { ($0.value, $0.key) }
    sourceOfField = [ByteKey: String](firstOf: pairs.sorted { $0.1 < $1.1 })
    fieldOfSource = [ByteKey: String](firstOf: sourceOfField.map { ($0.value, $0.key.string) })
  }

  /// The file's name of a column of the view.
  subscript(field: String) -> String { sourceOfField[field] ?? field }

  /// The view's name of a column of the file.
  func field(of source: String) -> String { fieldOfSource[source] ?? source }

  /// Whether the file has a column of the view.
  func isInFile(_ field: String) -> Bool { present.contains(self[field]) }
}
