internal import ArgumentParser
internal import FeatureStore

/// What a shell offers for names of a store: read from the repository that the command line means, silent on errors.
///
/// Databricks is not asked: a key press must not wait for a network.
extension CompletionKind {
  static let views = CompletionKind.custom { (words: [String], _: Int, _: String) -> [String] in
    StoreCompletion(words).views.map(\.name)
  }

  /// Keys of the views, which is what entities are called unless somebody named them otherwise.
  static let entities = CompletionKind.custom { (words: [String], _: Int, _: String) -> [String] in
    Set(StoreCompletion(words).views.flatMap { $0.entityKeys.map(\.name) }).sorted()
  }

  static let services = CompletionKind.custom { (words: [String], _: Int, _: String) -> [String] in
    StoreCompletion(words).services.map(\.name)
  }

  /// References with a comma between them: `view:feature,view:*`.
  static let references = CompletionKind.custom { (words: [String], _: Int, prefix: String) -> [String] in
    StoreCompletion(words).references(after: prefix)
  }

  /// Files of frames.
  static let frames = CompletionKind.file(extensions: ["parquet", "pq", "csv"])
  static let json = CompletionKind.file(extensions: ["json"])
}

struct StoreCompletion {
  private let store: FeastAdapter?

  init(_ words: [String]) {
    func value(_ option: String) -> String? {
      if let word = words.first(where: { $0.hasPrefix(option + "=") }) {
        return String(word.dropFirst(option.count + 1))
      }
      guard let index = words.firstIndex(of: option), index + 1 < words.count else { return nil }
      return words[index + 1]
    }
    let backend = value("--backend").flatMap(FeatureStoreBackend.init(rawValue:)) ?? .auto
    let choice = try? EnvironmentDetection.current(backend: backend, repoPath: value("--repo").map(unquoted)).choice
    if case .feast(let path)? = choice { store = try? FeastAdapter(repoPath: path) } else { store = nil }
  }

  var views: [FeatureViewSummary] { (try? store?.featureViews()) ?? [] }
  var services: [FeatureServiceConfig] { (try? store?.featureServices()) ?? [] }

  /// All references that can come next, each with what stands before its comma.
  func references(after typed: String) -> [String] {
    let before = unquoted(typed).lastIndex(of: ",").map { unquoted(typed)[...$0] } ?? ""
    return views.flatMap { (view: FeatureViewSummary) -> [String] in
      (["*"] + view.features.map(\.name)).map { "\(before)\(view.name):\($0)" }
    }
  }
}

/// A word of a shell without the quotes around it.
private func unquoted(_ word: String) -> String {
  guard let quote = word.first, quote == "'" || quote == "\"" else { return word.replacing("\\", with: "") }
  return String(word.dropFirst().prefix { $0 != quote })
}
