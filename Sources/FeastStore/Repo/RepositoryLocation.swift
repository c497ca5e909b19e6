internal import DataFrames
internal import FeatureStoreCore
internal import Foundation

/// Where a repository is, or will be once something is registered.
final class RepositoryLocation: Sendable {
  let repoPath: String
  private let environment: [String: String]
  private let dataRoot: String?
  private let opened = Locked<FeastRepository?>(nil)

  init(repoPath: String, environment: [String: String], dataRoot: String? = nil) {
    self.repoPath = repoPath
    self.environment = environment
    self.dataRoot = dataRoot
  }

  /// The folder from the root on, whatever folder the process is in.
  var absolutePath: String { URL(fileURLWithPath: repoPath).standardizedFileURL.path }

  /// The repository, or nil if there is none yet.
  func existing() throws -> FeastRepository? {
    try opened.withLock { (repository: inout FeastRepository?) throws -> FeastRepository? in
      if repository == nil, try FileStamp(path: RepoPath.join(repoPath, RepoLocator.fileName)) != nil {
        let config = try RepoConfig.load(repoPath: repoPath, environment: environment)
        repository = FeastRepository(config, dataRoot: dataRoot)
      }
      return repository
    }
  }

  /// The repository, for verbs that need one.
  func required() throws -> FeastRepository {
    if let repository = try existing() { return repository }
    throw FeatureStoreError(
      .repositoryNotFound,
      "There is no feature repository in '\(absolutePath)'. Make one with `featurestore init`, register a feature view "
        + "there, or name another folder with `repoPath`.",
      context: .init(path: repoPath))
  }

  /// The repository, or the one that ``existingOrNew()`` would make, with nothing made.
  func existingOrImagined() throws -> FeastRepository {
    if let repository = try existing() { return repository }
    let text = RepoConfig.template(project: FeastAdapter.defaultProject)
    return FeastRepository(try RepoConfig.parse(text, repoPath: repoPath, environment: [:]), dataRoot: dataRoot)
  }

  /// The repository, made with default settings if there is none yet.
  func existingOrNew() throws -> FeastRepository {
    if let repository = try existing() { return repository }
    try RepoConfig.create(at: repoPath, project: FeastAdapter.defaultProject)
    return try required()
  }
}
