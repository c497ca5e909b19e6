internal import DataFrames

/// What the columns of a view are called in its source file: Feast's field mapping goes from the file's name to the view's.
struct SourceColumnNames: Sendable {
  private let sourceOfField: [ByteKey: String]

  /// A mapped field is looked for under its raw name first, then under its own: Feast accepts both for the time fields.
  init(_ source: FeastFileSource, _ fileColumns: [String]) {
    let present = Set<ByteKey>(strings: fileColumns)
    let pairs = source.fieldMapping.filter { present.contains($0.key) }.map { ($0.value, $0.key) }
    sourceOfField = [ByteKey: String](firstOf: pairs.sorted { $0.1 < $1.1 })
  }

  /// The file's name of a column of the view.
  subscript(field: String) -> String { sourceOfField[field] ?? field }

  /// The view's name of a column of the file.
  func field(of source: String) -> String { sourceOfField.first { $0.value == source }?.key.string ?? source }
}
