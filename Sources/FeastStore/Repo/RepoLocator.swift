internal import DataFrames

/// Finds the repository that a folder belongs to.
enum RepoLocator {
  static let fileName = "feature_store.yaml"

  /// The nearest folder upward, the given one included, that has a `feature_store.yaml`; nil if none has.
  static func find(from folder: String) -> String? {
    var folder = folder
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    while true {
      if let stamp = try? FileStamp(path: RepoPath.join(folder, fileName)), stamp.size >= 0 { return folder }
      guard folder.hasPrefix("/"), folder != "/" else { return nil }
      folder = SystemCalls.folder(of: folder)
    }
  }
}
