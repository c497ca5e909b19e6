public import DataFrames
public import FeatureStoreCore

extension FeastAdapter {
  /// Writes a frame's rows straight to the online store, as a stream would: the newest of each entity, and only where
  /// the store has nothing newer.
  ///
  /// The frame needs the view's entity keys, its timestamp and created columns and all its features; other columns are
  /// passed over. Rows without a key or a time are left out.
  ///
  /// - Returns: How many entities were written.
  /// - Throws: A ``FeatureStoreError`` that names the column which is missing or of the wrong type; nothing is written.
  @discardableResult
  public func writeToOnlineStore(featureView: String, _ frame: DataFrame) async throws -> Int {
    let repository = try location.required()
    let view = try repository.registry.snapshot().view(featureView, project: repository.config.project)
    return try OnlinePush(repository: repository, view: view).run(frame)
  }

  /// Pushes a frame's rows to every view that a push source feeds, or to the view of that name.
  ///
  /// Online the newest event wins whatever the order of pushes; offline the rows are merged as by
  /// ``registerFeatureView(_:_:mode:)``.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/viewNotFound`` if there is no such source, or
  ///   one that names what is wrong with the frame.
  public func push(_ source: String, _ frame: DataFrame, to target: PushTarget = .online) async throws {
    let repository = try location.required()
    for view in try repository.viewsFed(by: source) {
      if target.isOffline {
        try ViewRegistration(repository: repository, rows: try view.rows(frame), mode: .merge).run()
      }
      if target.isOnline { _ = try OnlinePush(repository: repository, view: view).run(frame) }
    }
  }
}
