extension FeastAdapter {
  /// The project of a repository that the first registration makes.
  public static let defaultProject = "feature_store"

  /// Makes a repository: its folder, `feature_store.yaml` and the data folder.
  ///
  /// - Throws: A ``FeatureStoreError`` if the project's name cannot be used, or a different `feature_store.yaml` is there.
  public static func createRepository(at repoPath: String, project: String = defaultProject) throws {
    try RepoConfig.create(at: repoPath, project: project)
  }

  /// The nearest folder from `folder` upward that holds a `feature_store.yaml`; nil if there is none.
  public static func nearestRepository(from folder: String) -> String? { RepoLocator.find(from: folder) }
}
