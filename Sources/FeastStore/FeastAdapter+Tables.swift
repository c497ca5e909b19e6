public import DataFrames
public import FeatureStoreCore

/// Feature views as tables: each version is a Parquet file that is written once.
extension FeastAdapter {
  @discardableResult
  public func createTable(
    _ config: FeatureViewConfig, schema: [(name: String, type: ColumnType)]
  ) async throws -> String {
    let frame = try StoredFrame.emptyFrame(config, schema: schema)
    func creation(_ repository: FeastRepository) -> ViewRegistration {
      ViewRegistration(
        repository: repository, name: config.name, said: config, frame: frame, mode: .merge, condition: .isNew)
    }
    _ = try creation(try location.existingOrImagined()).plan()
    let repository = try location.existingOrNew()
    try creation(repository).run()
    return "\(repository.config.project).\(config.name)"
  }

  public func writeTable(_ name: String, _ frame: DataFrame, mode: WriteMode) async throws {
    let repository = try location.required()
    try ViewRegistration(repository: repository, name: name, said: nil, frame: frame, mode: mode).run()
  }

  /// The rows of one version, in memory at once; columns that no feature names come last.
  ///
  /// Files that an earlier view of the name left in the folder are versions as well. A view whose file was not written
  /// here has one version, number 0: that file.
  public func readTable(_ name: String, version: Int64?) async throws -> DataFrame {
    let versions = try location.required().versions(of: name)
    return try TableFile(versions.view, versions.path(version)).read()
  }

  public func getTableMetadata(_ name: String) async throws -> TableMetadata {
    let repository = try location.required()
    let versions = try repository.versions(of: name)
    let file = try TableFile(versions.view, versions.path(nil))
    return TableMetadata(
      view: try repository.summary(versions.view), columns: file.fields, rowCount: file.rowCount,
      versions: try versions.versions.map { try TableMetadata.Version($0) })
  }

  /// The names of the feature views, sorted; views of other kinds have no table.
  public func listTables() async throws -> [String] {
    guard let repository = try location.existing() else { return [] }
    return try repository.registry.snapshot().viewNames(project: repository.config.project).sorted()
  }

  /// Removes a view, its online values and the files of all its versions.
  ///
  /// Files that were not written here stay, as do those that another view reads. A process killed in between leaves the
  /// view without online values, or files that no view names; never a view without its rows.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/conflict`` that lists the feature services
  ///   which name the view; see ``deleteTable(_:fromServices:)``.
  public func deleteTable(_ name: String) async throws { try await deleteTable(name, fromServices: false) }

  /// Removes a view and its files, and if asked takes it out of the feature services that name it.
  @discardableResult
  public func deleteTable(_ name: String, fromServices: Bool) async throws -> ServiceRemovals {
    let repository = try location.required()
    return try repository.holding(name) { versions in
      let removals = try repository.remove(name, fromServices: fromServices)
      if let folder = versions.folder { try repository.removeFiles(try ViewFolder.dataFiles(in: folder)) }
      return removals
    }
  }

  /// Removes the files of all but the newest versions of a table, and what killed writers left unfinished.
  ///
  /// The version that the registry names always stays. A reader that has a file open reads on; one that is about to open
  /// a removed one gets an error, so keep as many versions as are written while a read lasts.
  ///
  /// - Parameter count: How many versions stay, at least 1.
  /// - Returns: The numbers of the removed versions, oldest first.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/invalidArgument`` for a count below 1.
  @discardableResult
  public func vacuumTable(_ name: String, keepingVersions count: Int) async throws -> [Int64] {
    guard count >= 1 else {
      throw FeatureStoreError(
        .invalidArgument, "vacuum of '\(name)' would keep \(count) versions. Keep at least 1.",
        context: .init(view: name))
    }
    return try location.required().vacuum(name, keeping: count)
  }
}

extension FeastRepository {
  fileprivate func vacuum(_ name: String, keeping count: Int) throws -> [Int64] {
    try holding(name) { versions in
      guard let folder = versions.folder else { return [] }
      let old = versions.versions.dropLast(count)
      let unfinished = try ViewFolder.dataFiles(in: folder).filter { $0.hasSuffix(ViewFolder.unfinishedSuffix) }
      try removeFiles(old.map(\.path) + unfinished)
      return try old.filter { try FileStamp(path: $0.path) == nil }.map(\.number)
    }
  }
}
