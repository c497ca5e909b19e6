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
  /// Online the newest event wins whatever the order of pushes. Offline the rows are merged as by
  /// ``registerFeatureView(_:_:mode:)``: into the next version of a view that was registered here, else into the file that
  /// the view's definition names. No definition changes. All rows are checked against every view, online and offline,
  /// before the first is written.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/viewNotFound`` if there is no such source, or
  ///   one that names what is wrong with the frame; nothing is written then. A failing store is named together with what
  ///   was written before it failed.
  public func push(_ source: String, _ frame: DataFrame, to target: PushTarget = .online) async throws {
    let repository = try location.required()
    var steps: [PushStep] = []
    for view in try repository.viewsFed(by: source) {
      if target.isOffline {
        let rows = ViewRegistration(repository: repository, name: view.name, said: nil, frame: frame, mode: .merge)
        _ = try rows.plan()
        steps.append(PushStep(what: "the offline rows of view '\(view.name)'") { try rows.run() })
      }
      if target.isOnline {
        let rows = try OnlinePush(repository: repository, view: view).prepared(frame)
        steps.append(PushStep(what: "the online values of view '\(view.name)'") { _ = try rows.write() })
      }
    }
    try PushStep.run(steps)
  }
}

/// One write of a push, and what it writes.
private struct PushStep {
  let what: String
  let write: () throws -> Void

  /// Takes the steps in order; an error says what was written before it.
  static func run(_ steps: [PushStep]) throws {
    for (index, step) in steps.enumerated() {
      do {
        try step.write()
      } catch let error as FeatureStoreError where index > 0 {
        let done = steps.prefix(index).map(\.what).joined(separator: ", ")
        throw FeatureStoreError(
          error.code,
          "Written: \(done). Not written: \(step.what). \(error.message) Then push the same rows again: rows that are "
            + "there already change nothing.",
          context: error.context, underlying: error.underlying)
      }
    }
  }
}
