internal import DataFrames

/// One feature of one view, written `view:feature`; `view:*` stands for all features of the view.
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
    // By bytes: a colon before a combining mark is a colon still.
    let parts = text.utf8.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map { Substring($0) }
    guard parts.count == 2, !parts[0].isEmpty, !parts[1].isEmpty else {
      throw FeatureStoreError(
        .invalidReference,
        "'\(text)' is not a feature reference. Write view:feature, such as customer_features:age, or view:* for all "
          + "features.")
    }
    let latest = "@latest"
    view = String(parts[0].hasSuffix(latest) ? parts[0].dropLast(latest.count) : parts[0])
    feature = String(parts[1])
  }

  public var description: String { "\(view):\(feature)" }

  public static func == (left: FeatureReference, right: FeatureReference) -> Bool {
    left.view == right.view && left.feature == right.feature
  }

  public func hash(into hasher: inout Hasher) {
    hasher.combine(ByteKey(view))
    hasher.combine(ByteKey(feature))
  }

  /// Reads references; none at all is an error.
  package static func parse(_ texts: [String]) throws -> [FeatureReference] {
    guard !texts.isEmpty else {
      throw FeatureStoreError(.invalidArgument, "No features asked for. Name some as view:feature.")
    }
    return try texts.map { try FeatureReference($0) }
  }

  /// Whether all features of the view are meant.
  package var isStar: Bool { feature == "*" }

  /// The features that references stand for: each star replaced by the features of its view.
  ///
  /// - Parameters:
  ///   - full: Whether result columns are called `view__feature`: what would come twice is refused.
  ///   - features: The features of a view, asked for where a star stands.
  /// - Throws: A ``FeatureStoreError``: what `features` throws, or as ``refuseRepeats(_:full:)``.
  package static func expanded(
    _ references: [FeatureReference], full: Bool, features: (String) throws -> [String]
  ) throws -> [FeatureReference] {
    let expanded = try references.flatMap { (reference: FeatureReference) -> [FeatureReference] in
      guard reference.isStar else { return [reference] }
      return try features(reference.view).map { FeatureReference(view: reference.view, feature: $0) }
    }
    try refuseRepeats(expanded, full: full)
    return expanded
  }

  /// Groups references by view: views in the order of first reference, features in the order of reference.
  package static func grouped(_ references: [FeatureReference]) -> [(view: String, features: [String])] {
    var order: [String] = []
    var features: [ByteKey: [String]] = [:]
    for reference in references {
      if features[reference.view] == nil { order.append(reference.view) }
      features[reference.view, default: []].append(reference.feature)
    }
    return order.map { (view: $0, features: features[$0] ?? []) }
  }

  /// The name of this feature's column in a result: `feature`, or `view__feature`.
  package func columnName(full: Bool) -> String { full ? "\(view)__\(feature)" : feature }

  /// Refuses features that would give a result two columns of one name.
  ///
  /// - Parameter full: Whether result columns are called `view__feature` rather than `feature`.
  package static func refuseRepeats(_ references: [FeatureReference], full: Bool) throws {
    var seen: [ByteKey: FeatureReference] = [:]
    for reference in references {
      let name = reference.columnName(full: full)
      if let earlier = seen.updateValue(reference, forKey: ByteKey(name)) {
        let remedy =
          earlier == reference || full ? "Ask for it once." : "Ask for full feature names with `fullFeatureNames`."
        throw FeatureStoreError(
          .duplicateFeature, "\(earlier) and \(reference) would both be called '\(name)'. \(remedy)",
          context: .init(view: reference.view, column: name))
      }
    }
  }
}
