internal import DataFrames
internal import FeatureStoreCore

/// A part of a repository that `feature_store.yaml` chooses. One that cannot be used here blocks only what needs it.
enum RepoPart: String, CaseIterable, Sendable {
  case registry
  case onlineStore = "online_store"
  case offlineStore = "offline_store"

  /// What a person calls it.
  var name: String { rawValue.replacing("_", with: " ") }

  /// The commands that need it.
  var verbs: String {
    switch self {
    case .registry: "every command but data, features, leakage and doctor"
    case .onlineStore: "online, materialize, materialize-incremental, push --to online, deletions and teardown"
    case .offlineStore:
      "historical, training, register, publish, materialize, materialize-incremental, push --to offline and tables"
    }
  }

  /// What can be done about one that cannot be used.
  private var remedy: String {
    switch self {
    case .registry: "Export it to a file registry with Feast, and give 'registry: data/registry.db'"
    case .onlineStore: "Use Python Feast for those, or a copy of the file with 'online_store: {type: sqlite}'"
    case .offlineStore: "Use Python Feast for those, or a copy of the file with 'offline_store: {type: dask}'"
    }
  }

  /// Why the part cannot be used, as an error for the commands that need it.
  fileprivate func blocked(_ reason: FeatureStoreError) -> FeatureStoreError {
    FeatureStoreError(
      .notSupported, "\(reason.message) The \(name) is needed by \(verbs); all else works. \(remedy).",
      context: reason.context)
  }
}

/// The parts of a repository that cannot be used here, and why.
struct BlockedParts: Sendable, Hashable {
  private var reasons: [RepoPart: String] = [:]

  /// What `read` returns; nil, and the part is blocked, when it is of a kind that is not supported.
  ///
  /// - Throws: What `read` throws for a setting that is wrong.
  mutating func unlessBlocked<Value>(_ part: RepoPart, _ read: () throws -> Value?) throws -> Value? {
    do {
      return try read()
    } catch let error as FeatureStoreError where error.code == .notSupported {
      if reasons[part] == nil { reasons[part] = part.blocked(error).message }
      return nil
    }
  }

  /// Why the part cannot be used; nil when it can.
  func reason(_ part: RepoPart, file: String) -> FeatureStoreError? {
    reasons[part].map { FeatureStoreError(.notSupported, $0, context: .init(path: file)) }
  }
}

extension RepoConfig {
  /// - Throws: A `FeatureStoreError` with code `notSupported` that names the part, the file and what can be done.
  func require(_ part: RepoPart) throws {
    if let reason = blocked.reason(part, file: filePath) { throw reason }
  }
}
