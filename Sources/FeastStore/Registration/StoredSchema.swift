internal import DataFrames
internal import FeatureStoreCore
internal import Parquet

/// The columns of a view's next file, and the types that the view declares from now on.
struct StoredSchema {
  /// In the order of the file: that of a file that stays, else those of the new rows, then those only stored ones have.
  let columns: [(name: String, type: ColumnType)]
  /// The new rows in the types of the file.
  let rows: DataFrame
  /// The declared types of keys and features.
  let declared: [ByteKey: FeastType]
  /// Features that hold nulls alone, and that nobody gave a type.
  let untyped: Set<ByteKey>
  /// Those of which that was so before.
  let untypedBefore: Set<ByteKey>

  /// What the next file's columns are settled from.
  struct Context {
    let view: FeastView?
    let stored: FeatureHistory?
    /// Whether the stored file was made by somebody else, and keeps its columns.
    let keepsFile: Bool
    let keepsDeclaration: Bool
    /// Whether the columns that only the stored file has go on.
    let keepsColumns: Bool
    /// Whether a feature that nobody gave a type takes that of its first values: a registration may say so, a push not.
    let settlesUntyped: Bool
    /// Features of the stored file that hold nulls alone, and that nobody gave a type.
    let untyped: Set<ByteKey>
  }

  /// - Throws: A ``FeatureStoreError`` that names a column whose new values do not fit.
  init(new: StoredFrame, _ context: Context) throws {
    let types = (context.view?.joinKeys ?? []) + (context.view?.features ?? [])
    let known = [ByteKey: FeastType](firstOf: types.map { ($0.name, $0.type) })
    let named = Set<ByteKey>(strings: new.config.entityKeys + new.features)
    var columns: [(name: String, column: Column)] = []
    var declared: [ByteKey: FeastType] = [:]
    for (name, column) in zip(new.frame.columnNames, new.frame.columns) {
      let isUntyped = context.settlesUntyped && context.untyped.contains(name)
      let stored = context.stored?.storedType(name)
      let outcome = try ColumnAgreement(
        view: new.config.name, column: name, declared: known[name], stored: stored,
        isUntyped: isUntyped, keepsFile: context.keepsFile, keepsDeclaration: context.keepsDeclaration
      ).outcome(column)
      // A new column of times has nanoseconds only where it needs them.
      columns.append((name, stored == nil ? outcome.values.withoutNeedlessNanoseconds : outcome.values))
      if named.contains(name) { declared[name] = outcome.declared }
    }
    let rows = try DataFrame(columns: columns)
    self.rows = rows
    self.declared = declared
    untyped = Self.untyped(new, known, context.untyped)
    untypedBefore = context.untyped
    let own = rows.schema
    let stored = context.keepsColumns ? context.stored?.storedColumns ?? [] : []
    let fresh = Set<ByteKey>(strings: own.map(\.name))
    self.columns =
      context.keepsFile && !stored.isEmpty
      ? stored.map { column in own.first { $0.name == column.name } ?? column }
      : own + stored.filter { !fresh.contains($0.name) }
  }

  private static func untyped(
    _ new: StoredFrame, _ known: [ByteKey: FeastType], _ before: Set<ByteKey>
  ) -> Set<ByteKey> {
    guard new.frame.rowCount > 0 else { return before }
    return Set<ByteKey>(
      strings: zip(new.frame.columnNames, new.frame.columns).filter { (name: String, column: Column) -> Bool in
        new.features.contains(name) && column.holdsNoValue
          && (known[name] == nil || before.contains(name))
      }.map(\.0))
  }

  /// Returns a frame with exactly these columns; one that it lacks is filled with nulls.
  ///
  /// - Throws: A `DataFrameError` if a value does not fit its column's type exactly.
  func fit(_ frame: DataFrame) throws -> DataFrame {
    try DataFrame(
      columns: try columns.map { (name: String, type: ColumnType) -> (name: String, column: Column) in
        guard frame.hasColumn(name) else { return (name, .nulls(type, count: frame.rowCount)) }
        return (name, try frame.column(name).fitting(type))
      })
  }
}

extension FeatureHistory {
  /// All columns of the file under the view's names, with their types.
  ///
  /// A column of a type that cannot be read is left out here and named when the file is merged.
  var storedColumns: [(name: String, type: ColumnType)] {
    table.schema.compactMap { field in field.type.map { (name: viewName(field.name), type: $0) } }
  }

  func storedType(_ name: String) -> ColumnType? { try? type(name) }
}

/// Features of which a file of ours holds nulls alone: the file itself says so, as no reader of it minds.
enum UntypedFeatures {
  private static let key = "featurestore.untyped"

  static func named(in metadata: [String: String]) -> Set<ByteKey> {
    guard let text = metadata[key], let names = try? JSONParser.parse(text.utf8).array else { return [] }
    return Set(strings: names.compactMap(\.string))
  }

  static func metadata(_ names: Set<ByteKey>) -> [String: String] {
    names.isEmpty ? [:] : [key: "[" + names.sortedStrings().map(JSONValue.quoted).joined(separator: ",") + "]"]
  }
}
