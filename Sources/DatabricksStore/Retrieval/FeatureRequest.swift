internal import DataFrames
internal import FeatureStoreCore

/// The features asked for of one table.
struct FeatureRequest: Sendable {
  let table: FeatureTable
  let features: [(name: String, type: ColumnType)]

  func columnName(_ feature: String, full: Bool) -> String {
    FeatureReference(view: table.view, feature: feature).columnName(full: full)
  }

  /// Reads references and looks their tables up, views in the order of first reference.
  ///
  /// - Throws: A ``FeatureStoreError`` that names an unknown view or feature and lists those there are.
  static func resolve(_ texts: [String], full: Bool, in workspace: Workspace) async throws -> [FeatureRequest] {
    let references = try FeatureReference.parse(texts)
    try FeatureReference.refuseRepeats(references.filter { !$0.isStar }, full: full)
    let views = FeatureReference.grouped(references).map(\.view)
    let tables = try await concurrently(views) { try await workspace.featureTable($0) }
    let groups = FeatureReference.grouped(
      try FeatureReference.expanded(references, full: full) { (view: String) in
        tables.first { $0.view == view }?.features.map(\.name) ?? []
      })
    return try zip(groups, tables).map { (group, table) in
      FeatureRequest(table: table, features: try group.features.map { try table.feature($0) })
    }
  }
}

extension Workspace {
  /// The feature table of a view.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/viewNotFound`` that lists the views there are.
  func featureTable(_ view: String) async throws -> FeatureTable {
    try validateName(view, kind: "feature view")
    if let table = try await catalog.table(table(view)).flatMap(FeatureTable.init) { return table }
    throw FeatureStoreError.viewNotFound(view, existing: try await featureTables().map(\.view))
  }

  /// The feature tables of the schema, by the names of their views.
  func featureTables() async throws -> [FeatureTable] {
    let listed = try await catalog.tables(in: schema)
    let detailed = try await concurrently(listed) { (info: TableInfo) -> FeatureTable? in
      if FeatureTableProperties(info.properties).view != nil { return FeatureTable(info) }
      return try await catalog.table(info.name).flatMap(FeatureTable.init)
    }
    return detailed.compactMap { $0 }.sorted { $0.view < $1.view }
  }
}

/// Runs an operation for each item, eight at a time, and returns the results in the items' order.
func concurrently<Item: Sendable, Output: Sendable>(
  _ items: [Item], _ operation: @escaping @Sendable (Item) async throws -> Output
) async throws -> [Output] {
  try await withThrowingTaskGroup(of: (Int, Output).self) { group in
    var results = [Output?](repeating: nil, count: items.count)
    for (index, item) in items.enumerated() {
      if index >= 8, let (done, output) = try await group.next() { results[done] = output }
      group.addTask { (index, try await operation(item)) }
    }
    for try await (done, output) in group { results[done] = output }
    return results.compactMap { $0 }
  }
}
