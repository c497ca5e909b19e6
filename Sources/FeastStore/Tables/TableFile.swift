internal import DataFrames
internal import FeatureStoreCore
internal import Parquet

/// One version of a view's rows, read whole under the view's own column names.
///
/// Its columns come in the order keys, times, features, then what no feature names (any more). A column of a type that
/// cannot be read is left out.
struct TableFile {
  let view: FeastView
  let columns: [(name: String, type: ColumnType)]
  private let file: ParquetDataset
  private let names: SourceColumnNames

  /// - Throws: A ``FeatureStoreError`` that says whether the file is missing, of a kind that is not read, or damaged.
  init(_ view: FeastView, _ path: String) throws {
    self.view = view
    let source = try view.fileSource()
    file = try SourceError.opening(view, path)
    let names = SourceColumnNames(source, file.schema.map(\.name))
    self.names = names
    let readable = file.schema.compactMap { field in field.type.map { (name: names.field(of: field.name), type: $0) } }
    let known =
      view.joinKeys.map(\.name) + [source.timestampField] + [source.createdColumn].compactMap { $0 }
      + view.features.map(\.name)
    columns =
      known.compactMap { name in readable.first { $0.name == name } } + readable.filter { !known.contains($0.name) }
  }

  var rowCount: Int { file.rowCount }

  func read() throws -> DataFrame {
    try SourceError.wrapping(view) {
      let frame = try file.read(columns: columns.map { names[$0.name] })
      return try DataFrame(columns: try columns.map { ($0.name, try frame.column(names[$0.name])) })
    }
  }

  /// The columns with the types that the view declares, or that their values have.
  var fields: [FeatureViewSummary.Field] {
    let declared = [ByteKey: FeastType](firstOf: (view.joinKeys + view.features).map { ($0.name, $0.type) })
    return columns.map { (name: String, type: ColumnType) -> FeatureViewSummary.Field in
      .init(name: name, type: (declared[name] ?? FeastType(type)).description)
    }
  }
}
