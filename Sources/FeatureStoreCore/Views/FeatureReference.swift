/// One feature of one view, written `view:feature`.
public struct FeatureReference: Hashable, Sendable, CustomStringConvertible {
  public let view: String
  public let feature: String

  public init(view: String, feature: String) {
    self.view = view
    self.feature = feature
  }

  /// Reads `view:feature`; `view@latest:feature` is accepted as Feast accepts it.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/invalidReference`` that quotes the text.
  public init(_ text: String) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw FeatureStoreError(
        .invalidReference, "'\(text)' is not a feature reference. Write view:feature, such as customer_features:age.")
    }
    let latest = "@latest"
    view = String(parts[0].hasSuffix(latest) ? parts[0].dropLast(latest.count) : parts[0])
    feature = String(parts[1])
  }

  public var description: String { "\(view):\(feature)" }

  /// Reads references and refuses none at all and two that would give a result one column name twice.
  ///
  /// - Parameter fullNames: Whether result columns are called `view__feature` rather than `feature`.
  package static func parse(_ texts: [String], fullNames: Bool) throws -> [FeatureReference] {
    guard !texts.isEmpty else {
      throw FeatureStoreError(.invalidArgument, "No features asked for. Name some as view:feature.")
    }
    let references = try texts.map { try FeatureReference($0) }
    var seen: [String: FeatureReference] = [:]
    for reference in references {
      let name = reference.columnName(full: fullNames)
      if let earlier = seen.updateValue(reference, forKey: name) {
        let remedy = earlier == reference || fullNames ? "Ask for it once." : "Ask for full feature names."
        throw FeatureStoreError(
          .duplicateFeature, "\(earlier) and \(reference) would both be called '\(name)'. \(remedy)",
          context: .init(view: reference.view, column: name))
      }
    }
    return references
  }

  /// The name of this feature's column in a result.
  package func columnName(full: Bool) -> String { full ? "\(view)__\(feature)" : feature }
}
