internal import DataFrames
internal import FeatureStoreCore
internal import Foundation
internal import Parquet

extension FeastRepository {
  /// The versions of a view as the registry and its folder have them now.
  func versions(of name: String) throws -> ViewVersions {
    try config.require(.offlineStore)
    return try ViewVersions(try registry.snapshot().view(name, project: config.project), in: config)
  }

  /// Takes a view out of service: online values, then the registry's entry.
  ///
  /// In this order a process killed in between leaves a view without online values, which the next call removes; the
  /// other way round, a later view of the name would serve the values left behind. A materialization that runs
  /// meanwhile can make the table again, so it is dropped once more.
  ///
  /// - Parameter fromServices: Whether the view is taken out of the feature services that name it.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/viewNotFound``, or
  ///   ``FeatureStoreError/Code/conflict`` if services name the view and are to stay as they are; nothing is removed then.
  @discardableResult
  func remove(_ name: String, fromServices: Bool = false) throws -> ServiceRemovals {
    func delete(_ registry: inout Feast_Core_Registry) throws -> ServiceRemovals {
      try registry.deleteView(name, project: config.project)
      if !fromServices { try registry.refuseViewOfServices(name, project: config.project) }
      return registry.removeFromServices(name, project: config.project)
    }
    try config.require(.onlineStore)
    var rehearsal = try registry.snapshot().registry
    _ = try delete(&rehearsal)
    try online?.dropTable(table(name))
    let removals = try registry.update { registry in try delete(&registry) }
    try online?.dropTable(table(name))
    return removals
  }

  /// Runs `body` on a view's versions while nobody writes to its folder.
  func holding<Result>(_ name: String, _ body: (ViewVersions) throws -> Result) throws -> Result {
    let found = try versions(of: name)
    guard let folder = found.folder else { return try body(found) }
    return try FileLock.withLock(ViewFolder.lockPath(in: folder)) { try body(try versions(of: name)) }
  }

  /// Removes data files that were written here; those that a view or source of any project names stay.
  func removeFiles(_ paths: [String]) throws {
    let named = try registry.snapshot().registry.filePaths.map { RepoPath.resolve($0, in: config.repoPath) }
    let kept = Set(named.flatMap { files($0) }.map(standardized))
    let removable = paths.filter { !kept.contains(standardized($0)) }
    for path in removable { try SystemCalls.remove(path) }
    if let path = removable.last { try SystemCalls.synchronizeFolder(of: path) }
  }

  /// The files behind a path that the registry has, which can be a folder, a pattern or a `file://` URL.
  private func files(_ path: String) -> [String] { (try? FileLocation(path).parquetFiles().paths) ?? [path] }

  private func standardized(_ path: String) -> String { URL(fileURLWithPath: path).standardizedFileURL.path }
}

extension Feast_Core_Registry {
  /// The paths of all files that views and sources name, in the registry's words.
  var filePaths: [String] {
    var sources = dataSources
    for view in featureViews { sources += [view.spec.batchSource, view.spec.streamSource.batchSource] }
    for view in streamFeatureViews { sources += [view.spec.batchSource, view.spec.streamSource.batchSource] }
    return (sources + sources.filter(\.hasBatchSource).map(\.batchSource)).map(\.fileOptions.uri).filter { !$0.isEmpty }
  }
}
