internal import DataFrames
internal import FeatureStoreCore

/// Which features of a view can be read here. The others are named, and never written in another form.
extension FeastView {
  /// The features whose declared types can be held by a column, and those that cannot.
  func readableFeatures() throws -> (readable: [FeastField], unreadable: [UnreadableFeature]) {
    try split { (field: FeastField) -> String? in
      field.type == .invalid || field.type.isSupported ? nil : Self.reason(field.type)
    }
  }

  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/notSupported`` for a feature of such a type.
  func refuseUnreadable(_ field: FeastField) throws {
    if field.type == .invalid || field.type.isSupported { return }
    throw FeatureStoreError(
      .notSupported, "Feature '\(field.name)' of view '\(name)' cannot be read here. \(Self.reason(field.type))",
      context: .init(view: name, column: field.name))
  }

  fileprivate func split(
    _ reason: (FeastField) throws -> String?
  ) throws -> (readable: [FeastField], unreadable: [UnreadableFeature]) {
    var readable: [FeastField] = []
    var unreadable: [UnreadableFeature] = []
    for field in features {
      if let reason = try reason(field) {
        unreadable.append(UnreadableFeature(view: name, feature: field.name, reason: reason))
      } else {
        readable.append(field)
      }
    }
    if readable.isEmpty, let first = unreadable.first {
      throw FeatureStoreError(
        .notSupported,
        "No feature of view '\(name)' can be read here. \(unreadable.map(\.description).joined(separator: " "))",
        context: .init(view: name, column: first.feature))
    }
    return (readable, unreadable)
  }

  fileprivate static func reason(_ type: FeastType) -> String {
    "It is declared \(type), which only Python Feast can read."
  }
}

extension FeatureHistory {
  /// The features that can be read from the file and held as they are declared, and those that cannot.
  ///
  /// - Throws: A ``FeatureStoreError`` if the file lacks the column of a feature, or no feature can be read.
  func readableFeatures() throws -> (readable: [FeastField], unreadable: [UnreadableFeature]) {
    try view.split { (field: FeastField) -> String? in
      do {
        let stored = FeastType(try type(field.name))
        let type = field.type == .invalid ? stored : field.type
        return type.isSupported ? nil : FeastView.reason(type)
      } catch let error as FeatureStoreError where error.code == .notSupported {
        return field.type.isSupported || field.type == .invalid ? error.message : FeastView.reason(field.type)
      }
    }
  }
}
