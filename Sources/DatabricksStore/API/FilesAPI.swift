internal import FeatureStoreCore
internal import HTTP

/// Files in volumes: `/Volumes/<catalog>/<schema>/<volume>/…`.
struct FilesAPI: Sendable {
  let client: WorkspaceClient

  /// Writes a local file under a name that nobody has yet; parent folders are made.
  func upload(_ file: String, to path: String) async throws {
    try await client.upload("/api/2.0/fs/files\(path)", query: [("overwrite", "true")], file: file)
  }

  func download(_ path: String, to file: String) async throws {
    try await client.download("/api/2.0/fs/files\(path)", to: file)
  }

  /// The files of a folder; a folder that is not there has none.
  func files(in folder: String) async throws -> [String] {
    do {
      return try await client.list("/api/2.0/fs/directories\(folder)", "contents").compactMap {
        $0["is_directory"]?.bool == true ? nil : $0["path"]?.string
      }
    } catch let error as APIError where error.isMissing {
      return []
    }
  }

  /// Removes a folder with its files; one that is not there is fine.
  func deleteFolder(_ folder: String) async throws {
    for file in try await files(in: folder) { try await delete("/api/2.0/fs/files\(file)") }
    try await delete("/api/2.0/fs/directories\(folder)")
  }

  private func delete(_ path: String) async throws {
    do {
      _ = try await client.call(.delete, path)
    } catch let error as APIError where error.isMissing {
      return
    }
  }
}
