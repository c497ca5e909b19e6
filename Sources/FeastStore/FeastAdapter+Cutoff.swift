internal import DataFrames
public import FeatureStoreCore
internal import SwiftProtobuf

/// The cut-off date is a tag of each table, and is decided under the registry's lock.
extension FeastAdapter: CutoffDateAdapter {
  @discardableResult
  public func setCutoffDate(_ date: FeatureDate, droppingLaterRows: Bool) async throws -> [String] {
    let date = try date.timestamp()
    guard let repository = try location.existing() else { return [] }
    let project = repository.config.project
    if droppingLaterRows {
      let registry = try repository.registry.snapshot().registry
      for table in registry.cutoff(project: project).tableNames {
        try dropRows(of: table, after: date, repository)
      }
    }
    return try repository.registry.update { registry in
      let tables = registry.cutoff(project: project).tableNames
      let late = try tables.compactMap { (table: String) -> (name: String, rows: Int)? in
        let view = try RegistrySnapshot(registry, path: repository.registry.path).view(table, project: project)
        let rows = try FeatureHistory(view, in: repository.config).laterRowCount(than: date)
        return rows > 0 ? (table, rows) : nil
      }
      guard late.isEmpty else { throw ProjectCutoff.earlierThanRows(date, late) }
      registry.setCutoff(date, of: Set(tables), project: project, now: SystemCalls.now())
      return tables
    }
  }

  /// Writes a table's next version without its later rows.
  private func dropRows(of table: String, after date: Timestamp, _ repository: FeastRepository) throws {
    let versions = try repository.versions(of: table)
    let frame = try TableFile(versions.view, versions.path(nil)).read()
    let source = try versions.view.fileSource()
    let times = try frame.column(source.timestampField)
    let late = Set(try ProjectCutoff.rows(times, after: date))
    guard !late.isEmpty else { return }
    guard late.count < frame.rowCount else { throw ProjectCutoff.allRows(of: table, after: date) }
    let rows = frame.taking((0..<frame.rowCount).filter { !late.contains($0) })
    try ViewRegistration(
      repository: repository, name: table, said: nil, frame: rows, mode: .overwrite, condition: .reads(source.uri)
    ).run()
  }
}

extension Feast_Core_Registry {
  /// What the tags of a project's tables say of its cut-off date.
  func cutoff(project: String) -> ProjectCutoff {
    ProjectCutoff(featureViews.filter { $0.spec.project == project }.map { ($0.spec.name, $0.spec.tags) })
  }

  fileprivate mutating func setCutoff(_ date: Timestamp, of tables: Set<String>, project: String, now: Timestamp) {
    for index in featureViews.indices
    where featureViews[index].spec.project == project && tables.contains(featureViews[index].spec.name) {
      featureViews[index].spec.tags = ProjectCutoff.tags(featureViews[index].spec.tags, with: date)
      featureViews[index].meta.lastUpdatedTimestamp = .init(now)
    }
  }
}
