internal import DataFrames
internal import FeatureStoreCore

/// An adapter that many tasks use, some of which are cancelled.
enum SharingChecks {
  typealias Check = AdapterConformance.Check

  static func all(_ options: ConformanceOptions) -> [Check] {
    [
      Check("\(options.parallelTasks) tasks at once lose no row and get whole answers", together),
      Check("a cancelled task ends as cancelled or with a whole answer, and the store works afterwards", cancelled),
    ]
  }

  private static func together(_ store: CheckStore) async throws {
    let customers = try await store.registerCustomers()
    let shared = FeatureViewConfig(name: store.name("shared"), entityKey: "customer_id")
    let own = (0..<store.options.parallelTasks).map { store.name("own\($0)") }
    try await withThrowingTaskGroup(of: Void.self) { group in
      for (worker, name) in own.enumerated() {
        group.addTask {
          let row = try Customers.entities([Int64(worker)], ["2024-01-01"]).adding("x", .int64([Int64(worker)]))
          try await store.register(shared, row)
          try await store.register(FeatureViewConfig(name: name, entityKey: "customer_id"), Customers.rows())
          try await expectWhole(store, customers)
          try await expectWhole(store, name)
          if store.options.hasOnlineStore { try await store.materialize([name], "2024-01-01", "2024-12-31") }
        }
      }
      try await group.waitForAll()
    }
    try expectEqual(Set(try await store.listedNames()), Set(own + [customers, shared.name]), "views")
    let ids = own.indices.map { Int64($0) }
    let entities = try Customers.entities(ids, ids.map { _ in "2024-01-01" })
    let training = try await store.historical(entities, ["\(shared.name):x"])
    try expectColumn(training, "x", .int64(ids), "the rows that each task merged into one view")
    guard store.options.hasOnlineStore else { return }
    for name in own {
      let online = try await store.online(["customer_id": [1]], ["\(name):age"])
      try expectEqual(try online["age"].values, [31], "the online values of a view that each task made")
    }
  }

  private static func expectWhole(_ store: CheckStore, _ view: String) async throws {
    let entities = try Customers.entities([1, 2, 3, 4], ["2024-01-15", "2024-03-01", "2024-03-01", "2024-03-01"])
    let training = try await store.historical(entities, ["\(view):age", "\(view):city"])
    let expected = try entities.adding("age", .int64([30, 40, 50, nil]))
      .adding("city", .string(["Oslo", nil, "", nil]))
    try expectFrame(training, expected, "training rows")
  }

  private static func cancelled(_ store: CheckStore) async throws {
    let view = try await store.registerCustomers()
    if store.options.hasOnlineStore { try await store.materialize([view], "2024-01-01", "2024-12-31") }
    for delay in store.options.isSlow ? [0, 20] : [0, 1, 5, 50, 500] {
      try await cancelling(after: delay, "historical") { try await expectWhole(store, view) }
      if store.options.hasOnlineStore {
        try await cancelling(after: delay, "online") { try await expectOnline(store, view) }
        try await cancelling(after: delay, "materialize") {
          try await store.materialize([view], "2024-01-01", "2024-12-31")
        }
      }
      let name = store.name("cancelled")
      try await cancelling(after: delay, "registerFeatureView") {
        try await store.register(FeatureViewConfig(name: name, entityKey: "customer_id"), Customers.rows())
      }
      // All of it or nothing.
      if try await store.listedNames().contains(name) { try await expectWhole(store, name) }
    }
    try await expectWhole(store, view)
    if store.options.hasOnlineStore { try await expectOnline(store, view) }
    let next = try await store.registerCustomers()
    try await expectWhole(store, next)
  }

  private static func expectOnline(_ store: CheckStore, _ view: String) async throws {
    let online = try await store.online(["customer_id": [1, 2, 9]], ["\(view):age"])
    try expectEqual(try online["age"].values, [31, 40, .null], "online values")
  }

  /// Runs a task that is cancelled after others had a number of turns; 0: before it begins.
  private static func cancelling(
    after turns: Int, _ what: String, _ body: @escaping @Sendable () async throws -> Void
  ) async throws {
    let task = Task {
      if turns == 0 { withUnsafeCurrentTask { $0?.cancel() } }
      try await body()
    }
    for _ in 0..<turns { await Task.yield() }
    task.cancel()
    do {
      try await task.value
    } catch is CancellationError {
      return
    } catch {
      throw Mismatch("\(what), cancelled after \(turns) turns: \(error)")
    }
  }
}
