internal import DataFrames
internal import FeatureStoreCore

/// A feature table: a Unity Catalog table with a primary key that has an event time, seen as a feature view.
///
/// What the primary key does not say stands in table properties that begin with `feature_store.`; a table of somebody
/// else has none of them, and all its other columns are features.
struct FeatureTable: Sendable {
  /// A column and its SQL type.
  struct Field: Sendable, Hashable {
    let name: String
    /// In upper case.
    let sqlType: String

    var type: ColumnType? { SQLType.columnType(sqlType) }
  }

  let name: TableName
  /// The view's name in its original spelling.
  let view: String
  let keys: [Field]
  let time: Field
  let created: Field?
  let features: [Field]
  /// All columns of the table in their order.
  let columns: [Field]
  let ttl: Duration?
  let description: String
  let owner: String
  let properties: [String: String]

  /// - Returns: Nil for a table that is no feature table.
  init?(_ info: TableInfo) {
    let properties = FeatureTableProperties(info.properties)
    let columns = info.columns.map { Field(name: $0.name, sqlType: $0.type.uppercased()) }
    func field(_ name: String) -> Field? { columns.first { $0.name.lowercased() == name.lowercased() } }
    let timeName = properties.timestampColumn ?? info.primaryKey?.timeseries.first
    let timeseries = info.primaryKey?.timeseries ?? []
    let keyNames = properties.entityKeys ?? info.primaryKey?.columns.filter { !timeseries.contains($0) } ?? []
    guard let timeName, let time = field(timeName) else { return nil }
    keys = keyNames.compactMap(field)
    guard !keys.isEmpty, keys.count == keyNames.count else { return nil }
    self.time = time
    created = properties.createdColumn.flatMap(field)
    let taken = Set((keys + [time] + [created].compactMap { $0 }).map(\.name))
    features = properties.features?.compactMap(field) ?? columns.filter { !taken.contains($0.name) }
    self.columns = columns
    name = info.name
    view = properties.view ?? info.name.table
    ttl = properties.ttl
    description = info.comment
    owner = properties.owner ?? info.owner
    self.properties = info.properties
  }

  /// The feature of a name.
  ///
  /// - Throws: A ``FeatureStoreError`` that lists those there are, or says that its type cannot be read.
  func feature(_ name: String) throws -> (name: String, type: ColumnType) {
    guard let field = features.first(where: { $0.name.lowercased() == name.lowercased() }) else {
      throw FeatureStoreError.featureNotFound(name, view: view, existing: features.map(\.name))
    }
    guard let type = field.type else {
      throw FeatureStoreError(
        .notSupported,
        "Feature '\(name)' of view '\(view)' is a \(field.sqlType), which cannot be read. Ask for other features.",
        context: .init(view: view, column: name))
    }
    return (field.name, type)
  }

  /// The column of a name, whatever its role.
  func column(_ name: String) -> Field? { columns.first { $0.name.lowercased() == name.lowercased() } }

  var materialized: MaterializedIntervals { MaterializedIntervals(properties) }

  func summary(tags: [String: String]) -> FeatureViewSummary {
    func fields(_ fields: [Field]) -> [FeatureViewSummary.Field] {
      fields.map { .init(name: $0.name, type: $0.sqlType) }
    }
    return FeatureViewSummary(
      name: view, kind: "feature view", entityKeys: fields(keys), features: fields(features), ttl: ttl,
      timestampColumn: time.name, createdTimestampColumn: created?.name, source: name.full, isOnline: true, tags: tags,
      description: description, owner: owner, materializedUntil: materialized.end)
  }
}
