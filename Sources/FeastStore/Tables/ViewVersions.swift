internal import DataFrames
internal import FeatureStoreCore
internal import Foundation

/// The files of a view that can be read: the numbered ones of its folder, up to the one that the registry names.
///
/// A file that the registry names and that was not written here is the view's only version, number 0. Files of numbers
/// above the registry's one were never seen by a reader: their writer was killed, or Feast went back to an older one.
struct ViewVersions: Sendable {
  struct Version: Hashable, Sendable {
    let number: Int64
    let path: String
  }

  let view: FeastView
  /// Oldest first; the last one is what the registry names.
  let versions: [Version]
  /// The folder of the numbered files; nil when the view's file was not written here.
  let folder: String?

  init(_ view: FeastView, in config: RepoConfig) throws {
    self.view = view
    let path = try view.fileSource().path(in: config.repoPath)
    guard let current = Self.numbered(path, view.name) else {
      versions = [Version(number: 0, path: path)]
      folder = nil
      return
    }
    let folder = SystemCalls.folder(of: path)
    let older = try ViewFolder.contents(of: folder).compactMap { (name: String) -> Version? in
      guard let number = ViewFolder.number(of: name), number < current else { return nil }
      return Version(number: number, path: "\(folder)/\(name)")
    }
    versions = older.sorted { ($0.number, $0.path) < ($1.number, $1.path) } + [Version(number: current, path: path)]
    self.folder = folder
  }

  static func isWrittenHere(_ path: String, _ view: String) -> Bool { numbered(path, view) != nil }

  /// The number of a file that was written here for a view of this name; nil for any other file.
  static func numbered(_ path: String, _ view: String) -> Int64? {
    let parts = path.split(separator: "/")
    guard parts.count >= 2, parts[parts.count - 2] == view, let name = parts.last else { return nil }
    return ViewFolder.number(of: String(name))
  }

  /// The version of a number; nil means the one that the registry names.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/versionNotFound`` that lists those there are.
  func path(_ number: Int64?) throws -> String {
    let wanted = number.map { number in versions.last { $0.number == number } } ?? versions.last
    guard let wanted else {
      throw FeatureStoreError.versionNotFound(number ?? 0, view: view.name, existing: versions.map(\.number))
    }
    return wanted.path
  }
}

extension TableMetadata.Version {
  /// - Throws: A ``FeatureStoreError`` if the folder cannot be looked into.
  init(_ version: ViewVersions.Version) throws {
    let stamp = try FileStamp(path: version.path)
    self.init(
      number: version.number,
      writtenAt: stamp.map { Timestamp(seconds: $0.modifiedSeconds, nanoseconds: Int32($0.modifiedNanoseconds)) })
  }
}
