internal import DataFrames
internal import FeatureStoreCore
internal import Foundation

extension FeastAdapter {
  /// Refuses to write a result over a file of the repository: settings, registry, online store, or data of any view.
  ///
  /// Links are followed, and a second name of the same file is the same file. A data file of an earlier version counts as
  /// well, and so does whatever lies in a folder that a view reads.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/conflict`` that says whose file it is.
  public func refuseOverwriting(_ path: String) throws {
    guard let repository = try location.existing() else { return }
    for file in try repository.ownFiles() where FileIdentity.isSame(path, as: file.path) {
      throw FeatureStoreError(
        .conflict, "'\(path)' is \(file.what), which would be lost. Write the result to another file.",
        context: .init(path: path))
    }
  }
}

extension FeastRepository {
  fileprivate func ownFiles() throws -> [(what: String, path: String)] {
    let registry = try registry.snapshot().registry
    var files = [("the settings of the repository", config.filePath), ("the registry", config.registryPath)]
    if let path = config.onlineStorePath { files.append(("the online store", path)) }
    files += registry.filePaths.map { ("a file that a feature view reads", RepoPath.resolve($0, in: config.repoPath)) }
    for view in registry.featureViews where view.spec.project == config.project {
      files.append(("a data file of view '\(view.spec.name)'", ViewFolder(self, view: view.spec.name).path))
    }
    return files
  }
}

/// Whether two paths are one file.
package enum FileIdentity {
  /// Whether `path` leads to the file `other`, or into the folder `other`; what is not there yet is compared by its folder.
  package static func isSame(_ path: String, as other: String) -> Bool {
    if let number = inode(path), number == inode(other) { return true }
    let (path, other) = (resolved(path), resolved(other))
    return path == other || (isFolder(other) && path.hasPrefix(other + "/"))
  }

  private struct Inode: Equatable {
    let device: UInt64
    let number: UInt64
  }

  private static func inode(_ path: String) -> Inode? {
    var status = stat()
    guard stat(path, &status) == 0 else { return nil }
    return Inode(device: UInt64(truncatingIfNeeded: status.st_dev), number: UInt64(truncatingIfNeeded: status.st_ino))
  }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  /// The path with the links of its folder followed.
  private static func resolved(_ path: String) -> String {
    let url = URL(fileURLWithPath: path).standardizedFileURL
    if FileManager.default.fileExists(atPath: url.path) { return url.resolvingSymlinksInPath().path }
    return url.deletingLastPathComponent().resolvingSymlinksInPath().appendingPathComponent(url.lastPathComponent).path
  }
}
