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

  /// Registers a view; in mode merge what is not said stays as it was declared.
  mutating func register(_ said: FeatureViewConfig, _ frame: DataFrame, _ mode: WriteMode, now: Timestamp) throws {
    let before = views.first { $0.config.name == said.name }
    let config = mode == .merge ? before.map { said.keeping($0.config) } ?? said : said
    try store(try StoredFrame(config, frame), mode, keepingTypes: mode == .merge, now: now)
  }

  /// Makes a view without rows.
  mutating func create(_ rows: StoredFrame, now: Timestamp) throws {
    if names.contains(rows.config.name) { throw FeatureStoreError.tableExists(rows.config.name) }
    try store(rows, .overwrite, keepingTypes: false, now: now)
  }

  /// Writes rows under the definition that a view has.
  mutating func write(_ name: String, _ frame: DataFrame, _ mode: WriteMode, now: Timestamp) throws {
    try store(try StoredFrame(try view(name).config, frame), mode, keepingTypes: true, now: now)
  }

  private mutating func store(
    _ rows: StoredFrame, _ mode: WriteMode, keepingTypes: Bool, now: Timestamp
  ) throws {
    let before = views.firstIndex { $0.config.name == rows.config.name }
    let cutoff = try cutoff.date(of: rows.config.name, asked: ProjectCutoff.asked(rows.config), mode: mode)
    if let cutoff {
      try ProjectCutoff.refuse(rows.frame.column(rows.timestampColumn), after: cutoff, table: rows.config.name)
    }
    var view = try MemoryView(rows, mode, keepingTypes: keepingTypes, after: before.map { views[$0] }, now: now)
    view.setCutoff(cutoff)
    for key in rows.config.entityKeys { try refuseOtherType(key, try view.type(key), view: rows.config.name) }
    for key in rows.config.entityKeys { keyTypes[key] = try view.type(key) }
    if let before { views[before] = view } else { views.append(view) }
  }

  private var cutoff: ProjectCutoff { ProjectCutoff(views.map { ($0.config.name, $0.config.tags) }) }

  /// Moves the cut-off date of all views that have one.
  mutating func setCutoff(_ date: Timestamp, droppingLaterRows: Bool, now: Timestamp) throws -> [String] {
    let names = cutoff.tableNames
    var moved = self
    for name in names where droppingLaterRows { try moved.dropRows(of: name, after: date, now: now) }
    let late = try names.compactMap { (name: String) -> (name: String, rows: Int)? in
      let rows = try moved.view(name).rows(after: date).count
      return rows > 0 ? (name, rows) : nil
    }
    guard late.isEmpty else { throw ProjectCutoff.earlierThanRows(date, late) }
    for name in names { try moved.change(name) { $0.setCutoff(date) } }
    self = moved
    return names
  }

  private mutating func dropRows(of name: String, after date: Timestamp, now: Timestamp) throws {
    let view = try view(name)
    let late = Set(try view.rows(after: date))
    guard !late.isEmpty else { return }
    guard late.count < view.frame.rowCount else { throw ProjectCutoff.allRows(of: name, after: date) }
    try write(name, view.frame.taking((0..<view.frame.rowCount).filter { !late.contains($0) }), .overwrite, now: now)
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
