internal import DataFrames
internal import FeatureStoreCore

/// Everything that an in-memory store holds.
struct MemoryState: Sendable {
  /// In the order of registration.
  private(set) var views: [MemoryView] = []
  /// The type of each entity key that was ever registered: a key has one type in a store.
  private var keyTypes: [String: ColumnType] = [:]

  var names: [String] { views.map(\.config.name) }

  func view(_ name: String) throws -> MemoryView { views[try index(name)] }

  private func index(_ name: String) throws -> Int {
    guard let index = views.firstIndex(where: { $0.config.name == name }) else {
      throw FeatureStoreError.viewNotFound(name, existing: names)
    }
    return index
  }

  mutating func register(_ rows: StoredFrame, _ mode: WriteMode, now: Timestamp) throws {
    let before = views.firstIndex { $0.config.name == rows.config.name }
    let view = try MemoryView(rows, mode, after: before.map { views[$0] }, now: now)
    for key in rows.config.entityKeys { try refuseOtherType(key, try view.type(key), view: rows.config.name) }
    for key in rows.config.entityKeys { keyTypes[key] = try view.type(key) }
    if let before { views[before] = view } else { views.append(view) }
  }

  /// A key that only this view has changes its type with it.
  private func refuseOtherType(_ key: String, _ type: ColumnType, view: String) throws {
    let users = views.filter { $0.config.entityKeys.contains(key) }
    guard let known = keyTypes[key], known != type, users.map(\.config.name) != [view] else { return }
    throw FeatureStoreError(
      .conflict, "View '\(view)' has the join key '\(key)' as \(type), but it is \(known) elsewhere in the store.",
      context: .init(view: view, column: key))
  }

  mutating func delete(_ name: String) throws { views.remove(at: try index(name)) }

  mutating func change(_ name: String, _ body: (inout MemoryView) throws -> Void) throws {
    var view = try view(name)
    try body(&view)
    views[try index(name)] = view
  }

  func isJoinKey(_ name: String) -> Bool { keyTypes[name] != nil }

  /// What is wanted of each view, views in the order of first reference.
  func requests(_ references: [String], full: Bool) throws -> [(view: MemoryView, features: [String])] {
    let references = try FeatureReference.expanded(FeatureReference.parse(references), full: full) {
      try view($0).features
    }
    return try FeatureReference.grouped(references).map { (name: String, features: [String]) in
      let view = try view(name)
      for feature in features where !view.features.contains(feature) {
        throw FeatureStoreError.featureNotFound(feature, view: name, existing: view.features)
      }
      return (view, features)
    }
  }
}
