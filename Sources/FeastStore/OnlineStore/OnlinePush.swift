internal import DataFrames
internal import FeatureStoreCore
internal import PointInTime

/// Writes the newest row per entity of a frame to a view's online table.
struct OnlinePush {
  let repository: FeastRepository
  let view: FeastView

  /// Returns how many entities were written.
  func run(_ frame: DataFrame) throws -> Int { try prepared(frame).write() }

  /// Rows that fit their view, ready to be written.
  struct Prepared {
    let online: OnlineStore
    let table: OnlineTable
    let batch: OnlineBatch

    func write() throws -> Int {
      try online.write(batch, to: table, keepingLaterCreated: true)
      return batch.rowCount
    }
  }

  /// - Throws: A ``FeatureStoreError`` that names the column which is missing, or which does not fit its declared type.
  func prepared(_ frame: DataFrame) throws -> Prepared {
    let source = try view.fileSource()
    let online = try repository.requireOnline(view)
    let keyNames = view.isEntityless ? [] : view.joinKeys.map(\.name)
    let times = [source.timestampField] + [source.createdColumn].compactMap { $0 }
    let fields = try view.readableFeatures().readable
    let features = fields.map(\.name)
    let columns = try (keyNames + times + features).map { try column($0, frame) }
    let keys = Array(columns.prefix(keyNames.count))
    let created = times.count > 1 ? columns[keyNames.count + 1] : nil
    if !view.isEntityless { try zip(view.joinKeys, keys).forEach(checkKey) }
    let rows = try newest(keys, columns[keyNames.count], created)
    let batch = try OnlineBatch(
      view, repository.config, keys: keys.map { $0.taking(rows) }, time: columns[keyNames.count].taking(rows),
      created: created?.taking(rows),
      features: try zip(fields, columns.suffix(features.count)).map { (field: FeastField, column: Column) in
        (field, try exact(field, column).taking(rows))
      })
    return Prepared(online: online, table: repository.table(view.name), batch: batch)
  }

  /// A feature's values in its declared type; all rows count, also those that a newer one beats.
  private func exact(_ field: FeastField, _ column: Column) throws -> Column {
    if field.type.columnType == nil { return column }
    do {
      return try ValueConversion.exact(column, to: field.type, named: field.name)
    } catch let error as FeatureStoreError {
      throw FeatureStoreError(
        error.code, "\(error.message) Nothing was pushed to view '\(view.name)'.",
        context: .init(view: view.name, column: field.name), underlying: error.underlying)
    }
  }

  /// Refuses keys that no entity can have: such rows would be lost without a word.
  private func checkKey(_ key: FeastField, _ column: Column) throws {
    guard column.nullCount == 0 else {
      throw FeatureStoreError(
        .invalidArgument,
        "Column '\(key.name)' has \(column.nullCount) nulls, but a row needs its key. Nothing was pushed to view "
          + "'\(view.name)'. Fill them, or leave those rows out.", context: .init(view: view.name, column: key.name))
    }
    _ = try exact(key, column)
  }

  private func column(_ name: String, _ frame: DataFrame) throws -> Column {
    guard frame.hasColumn(name) else {
      throw FeatureStoreError(
        .columnNotFound,
        "The pushed frame has no column '\(name)', which view '\(view.name)' needs."
          + "\(renamingHint(for: name, among: frame.columnNames)) Columns there: \(listed(frame.columnNames)).",
        context: .init(view: view.name, column: name))
    }
    return try frame.column(name)
  }

  private func newest(_ keys: [Column], _ time: Column, _ created: Column?) throws -> [Int] {
    try SourceError.wrapping(view) {
      let axis = try TimeAxis(covering: [time.type])
      var createdTimes: (column: Column, axis: TimeAxis)?
      if let created { createdTimes = (created, try TimeAxis(covering: [created.type])) }
      var latest = LatestPerKey(keyTypes: keys.map(\.type), names: view.joinKeys.map(\.name))
      try latest.consume(keys, try HistoryTimes((time, axis), created: createdTimes, firstRow: 0))
      return latest.rows
    }
  }
}

extension OnlineBatch {
  /// Encodes rows of a view: its keys, times and features, in the view's order.
  ///
  /// - Parameter keys: Empty for a view without entities: its one row stands under an empty text.
  init(
    _ view: FeastView, _ config: RepoConfig, keys: [Column], time: Column, created: Column?,
    features: [(field: FeastField, column: Column)]
  ) throws {
    let keys = view.isEntityless ? [Column.string([String](repeating: "", count: time.count))] : keys
    let encoder = try EntityKeyEncoder(joinKeys: view.joinKeys, version: config.entityKeyVersion)
    try self.init(
      keys: encoder.encode(columns: keys), features: features,
      eventTime: time, created: created)
  }
}

extension FeastRepository {
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/notSupported`` if there is no online store.
  func requireOnline(_ view: FeastView? = nil) throws -> OnlineStore {
    try config.require(.onlineStore)
    guard let online else {
      throw FeatureStoreError(
        .notSupported, "The repository has no online store. Set online_store in feature_store.yaml: type: sqlite",
        context: .init(view: view?.name, path: config.repoPath))
    }
    return online
  }

  /// The views whose stream source is the push source of this name, else the view of this name.
  func viewsFed(by source: String) throws -> [FeastView] {
    let snapshot = try registry.snapshot()
    try snapshot.registry.refuseUnrunViews(fedBy: source, project: config.project)
    let fed = snapshot.registry.featureViews.filter { (view: Feast_Core_FeatureView) -> Bool in
      view.spec.project == config.project && view.spec.hasStreamSource && view.spec.streamSource.name == source
    }
    if fed.isEmpty {
      let sources = snapshot.registry.pushSources(project: config.project)
      if snapshot.registry.viewIndex(source, project: config.project) == nil, !sources.isEmpty {
        let views = snapshot.viewNames(project: config.project)
        throw FeatureStoreError(
          .viewNotFound,
          "No push source or feature view '\(source)'.\(hint(for: source, among: sources + views)) Push sources here: "
            + "\(listed(sources)). Views here: \(listed(views)).", context: .init(view: source))
      }
      return [try snapshot.view(source, project: config.project)]
    }
    return try fed.map { try snapshot.view($0.spec.name, project: config.project) }
  }
}

extension Feast_Core_Registry {
  /// The names of the sources from which views of a project take pushed rows.
  fileprivate func pushSources(project: String) -> [String] {
    let names = featureViews.filter { $0.spec.project == project && $0.spec.hasStreamSource }
      .map(\.spec.streamSource.name)
    return Set<ByteKey>(strings: names).sortedStrings()
  }
}

extension FeastView {
  /// The view's definition as it would be registered.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/notSupported`` for a definition that a
  ///   configuration cannot say.
  func config() throws -> FeatureViewConfig {
    let source = try fileSource()
    guard !isEntityless else {
      throw FeatureStoreError(
        .notSupported,
        "Rows cannot be written to view '\(name)' from here: it has no entity key.",
        context: .init(view: name))
    }
    return FeatureViewConfig(
      name: name, entityKeys: joinKeys.map(\.name), features: features.map(\.name),
      ttl: ttl, tags: tags, timestampColumn: source.timestampField,
      createdTimestampColumn: source.createdColumn, description: description, owner: owner)
  }
}
