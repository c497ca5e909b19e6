internal import FeatureStoreCore

/// Brings what is said of a table up to date: its properties, its comment, its tags.
struct TableDescription {
  let workspace: Workspace
  let table: TableName
  let rows: StoredFrame

  /// - Parameter existing: The table as it was; nil when it was just made with its comment and properties.
  func update(from existing: FeatureTable?) async throws {
    if let existing { try await updateProperties(existing) }
    try await updateTags(existing)
  }

  private func updateProperties(_ existing: FeatureTable) async throws {
    let wanted = FeatureTableProperties(rows)
    let changed = wanted.dictionary.filter { existing.properties[$0.key] != $0.value }
    if !changed.isEmpty { try await run("SET TBLPROPERTIES (\(SQLText.pairs(changed)))") }
    let obsolete = wanted.obsolete(in: existing.properties)
    if !obsolete.isEmpty {
      try await run("UNSET TBLPROPERTIES IF EXISTS (\(obsolete.map(SQLText.literal).joined(separator: ", ")))")
    }
    if existing.description != rows.config.description {
      let comment = SQLText.literal(rows.config.description)
      try await workspace.statements.run(SQLStatement("COMMENT ON TABLE \(table.sql) IS \(comment)"))
    }
  }

  /// Sets the view's tags, and takes away those that an earlier registration set; tags of others stay.
  private func updateTags(_ existing: FeatureTable?) async throws {
    let wanted = rows.config.tags
    let before = existing.flatMap { FeatureTableProperties($0.properties).tags } ?? []
    if wanted.isEmpty, before.isEmpty { return }
    let stored = existing == nil ? [:] : try await workspace.tags(of: table)
    let changed = wanted.filter { stored[$0.key] != $0.value }
    if !changed.isEmpty { try await run("SET TAGS (\(SQLText.pairs(changed)))") }
    let gone = before.filter { wanted[$0] == nil && stored[$0] != nil }
    if !gone.isEmpty { try await run("UNSET TAGS (\(gone.map(SQLText.literal).joined(separator: ", ")))") }
  }

  private func run(_ change: String) async throws {
    try await workspace.statements.runRetryingConflicts(SQLStatement("ALTER TABLE \(table.sql) \(change)"))
  }
}
