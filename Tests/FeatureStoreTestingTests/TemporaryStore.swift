import FeastStore
import Foundation

/// A Feast repository of its own, removed with the last reference to it.
final class TemporaryStore: Sendable {
  let adapter: FeastAdapter
  private let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("conformance-\(UUID().uuidString)").path
    adapter = try FeastAdapter(repoPath: path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}
