import DataFrames
import FeatureStore
import Foundation
import Testing

/// Data never change a definition: a registration in mode merge, a push and a write keep what was declared.
@Suite struct DeclaredTests {
  private let folder: TemporaryFolder
  private let store: FeastAdapter

  init() throws {
    folder = try TemporaryFolder()
    store = try folder.store()
  }

  private func rows(
    _ columns: [(name: String, column: Column)], key: Column = .int64([1]), at time: String = "2024-01-01"
  ) throws -> DataFrame {
    let base = try DataFrame(columns: [
      ("id", key), ("event_timestamp", try .timestamp(iso8601: [String](repeating: time, count: key.count))),
    ])
    return try columns.reduce(base) { try $0.adding($1.name, $1.column) }
  }

  private func config(_ name: String = "v") -> FeatureViewConfig { FeatureViewConfig(name: name, entityKey: "id") }

  /// Runs what must be refused, and compares every file of the folder.
  private func refused(
    _ code: FeatureStoreError.Code, _ parts: [String], sourceLocation: SourceLocation = #_sourceLocation,
    _ body: () async throws -> Void
  ) async throws {
    let before = try folder.contents()
    let error = await #expect(throws: FeatureStoreError.self, sourceLocation: sourceLocation) { try await body() }
    #expect(error?.code == code, "\(String(describing: error))", sourceLocation: sourceLocation)
    for part in parts {
      #expect(error?.message.contains(part) == true, "\(String(describing: error))", sourceLocation: sourceLocation)
    }
    #expect(try folder.contents() == before, sourceLocation: sourceLocation)
  }

  private func online(_ feature: String, _ keys: [FeatureValue]) async throws -> [FeatureValue] {
    try await store.getOnlineFeatures(entityKeys: ["id": keys], featureRefs: ["v:\(feature)"])[feature].values
  }

  @Test("a key beyond the declared INT32 is refused by every way of writing, and values stay served")
  func narrowKey() async throws {
    try await store.registerFeatureView(config(), rows([("x", .int64([7, 8]))], key: .int32([1, 2])))
    try await store.materialize(featureViews: ["v"], startDate: "2024-01-01", endDate: "2024-12-31")
    let wide = try rows([("x", .int64([9]))], key: .int64([5_000_000_000]))
    for target in PushTarget.allCases {
      try await refused(target == .online ? .typeMismatch : .conflict, ["'id'", "INT32"]) {
        try await store.push("v", wide, to: target)
      }
    }
    try await refused(.conflict, ["'id'", "INT32"]) { try await store.registerFeatureView(config(), wide) }
    try await refused(.conflict, ["'id'", "INT32"]) { try await store.writeTable("v", wide) }
    try await refused(.conflict, ["'id'", "INT32"]) { try await store.writeTable("v", wide, mode: .overwrite) }
    #expect(try await online("x", [1, 2]) == [7, 8])
    try await store.push("v", rows([("x", .int64([70]))], at: "2024-02-01"), to: .onlineAndOffline)
    #expect(try await online("x", [1, 2]) == [70, 8])
    #expect(try await store.featureView("v").entityKeys.map(\.type) == ["INT32"])
    #expect(await store.diagnose().allSatisfy(\.isFine))
  }

  @Test("a batch that does not fit is refused with neither half written", arguments: PushTarget.allCases)
  func misfit(_ target: PushTarget) async throws {
    try await store.registerFeatureView(
      config(), rows([("n", .int64([1])), ("f", .float32([0.5])), ("s", .string(["a"]))]))
    try await store.materialize(featureViews: ["v"], startDate: "2024-01-01", endDate: "2024-12-31")
    func push(_ n: Column, _ f: Column) async throws {
      try await store.push("v", rows([("n", n), ("f", f), ("s", .string(["b"]))], at: "2024-02-01"), to: target)
    }
    let code: FeatureStoreError.Code = target == .online ? .typeMismatch : .conflict
    try await refused(code, ["'n'", "INT64", "float64"]) { try await push(.float64([8.5]), .float32([1])) }
    try await refused(code, ["'f'", "FLOAT"]) { try await push(.int64([1]), .float64([0.1234567890123])) }
    try await refused(code, ["'f'", "FLOAT"]) { try await push(.int64([1]), .int64([16_777_217])) }
    try await push(.float64([8]), .float64([0.1]))
    if target.rawValue.contains("online") {
      #expect(try await online("n", [1]) == [8])
      #expect(try await online("f", [1]) == [.float32(0.1)])
    }
    #expect(try await store.featureView("v").features.map(\.type) == ["INT64", "FLOAT", "STRING"])
  }

  @Test("what a registration does not say stays, in every way of writing; a ttl of 0 and an overwrite say it")
  func keeping() async throws {
    let whole = FeatureViewConfig(
      name: "v", entityKey: "id", ttlDays: 3, tags: ["team": "growth"], createdTimestampColumn: "created",
      description: "d", owner: "ada")
    func day(_ day: Int) throws -> DataFrame {
      let time = "2024-01-0\(day)"
      return try rows([("x", .int64([1])), ("created", .timestamp(iso8601: [time]))], at: time)
    }
    try await store.registerFeatureView(whole, day(1))
    func definition() async throws -> [String] {
      let view = try await store.featureView("v")
      return [
        "\(view.features.map(\.name))", "\(String(describing: view.ttl))", "\(view.tags)", view.description,
        view.owner, "\(view.createdTimestampColumn ?? "none")",
      ]
    }
    let before = try await definition()
    try await store.registerFeatureView(config(), day(2))
    try await store.push("v", day(3), to: .onlineAndOffline)
    try await store.writeTable("v", day(4))
    try await store.writeTable("v", day(5), mode: .overwrite)
    #expect(try await definition() == before)
    let late: DataFrame = try ["id": .int64([1]), "event_timestamp": .timestamp(iso8601: ["2024-06-01"])]
    let training = try await store.getHistoricalFeatures(entityDF: late, featureRefs: ["v:x"])
    #expect(try training.column("x") == .int64([nil]))
    let plan = try await store.planRegistration(config(), day(6), mode: .overwrite)
    #expect(
      plan.losses.map(\.kind) == [.ttl, .tag, .description, .owner, .createdTimestampColumn], "\(plan)")
    try await store.registerFeatureView(FeatureViewConfig(name: "v", entityKey: "id", ttlDays: 0), day(6))
    #expect(try await store.featureView("v").ttl == nil)
    try await store.registerFeatureView(config(), day(7), mode: .overwrite)
    #expect(try await store.featureView("v").tags == [:])
  }

  @Test("nulls fit any type, and a type that came of nulls alone is given by the first values")
  func nulls() async throws {
    try await store.registerFeatureView(config(), rows([("n", .int64([7])), ("l", .nulls(.string, count: 1))]))
    try await store.registerFeatureView(
      config(), rows([("n", .nulls(.string, count: 1)), ("l", .nulls(.list(.string), count: 1))], at: "2024-01-02"))
    let plan = try await store.planRegistration(
      config(), rows([("n", .int64([8])), ("l", .list([[Float]([1])]))], at: "2024-01-03"))
    #expect(plan.changes.map(\.description) == ["~ feature l: STRING -> FLOAT_LIST"] && plan.losses.isEmpty)
    try await store.registerFeatureView(
      config(), rows([("n", .int64([8])), ("l", .list([[Float]([1])]))], at: "2024-01-03"))
    try await refused(.conflict, ["'l'", "FLOAT_LIST", "string"]) {
      try await store.registerFeatureView(config(), rows([("n", .int64([8])), ("l", .string(["a"]))]))
    }
    let table = try await store.readTable("v")
    #expect(try table.column("n") == .int64([7, nil, 8]))
    #expect(try table.column("l") == .list([nil, nil, [1]] as [[Float]?]))
  }

  @Test("a type that was said is no type of nulls: an empty table with a schema keeps it")
  func saidType() async throws {
    try await store.createTable(config(), schema: try rows([("n", .int64([1]))]).schema)
    try await store.writeTable("v", rows([("n", .nulls(.string, count: 1))]))
    try await refused(.conflict, ["'n'", "INT64"]) { try await store.writeTable("v", rows([("n", .string(["a"]))])) }
  }

  @Test("narrower values widen to what is stored; wider ones must fit it exactly")
  func widening() async throws {
    try await store.registerFeatureView(
      config(),
      rows([
        ("d", .float64([0.5])), ("l", .list([[Double]([0.5])])),
        ("m", try Column.decimal([DecimalValue("12.50")]).fitting(.decimal(precision: 9, scale: 2))),
      ]))
    try await store.registerFeatureView(
      config(),
      rows(
        [
          ("d", .int32([3])), ("l", .list([[Float]([0.25])])),
          ("m", try Column.decimal([DecimalValue("1.5")]).fitting(.decimal(precision: 4, scale: 1))),
        ], at: "2024-01-02"))
    let table = try await store.readTable("v")
    #expect(try table.column("d") == .float64([0.5, 3]))
    #expect(try table.column("l") == .list([[Double]([0.5]), [0.25]]))
    #expect(try table.column("m").type == .decimal(precision: 9, scale: 2))
    #expect(try table["m", as: DecimalValue.self].map { $0?.description } == ["12.50", "1.50"])
    try await refused(.conflict, ["'d'", "DOUBLE", "Row 0"]) {
      try await store.registerFeatureView(
        config(),
        rows([
          ("d", .int64([9_007_199_254_740_993])), ("l", .list([[Float]()])), ("m", .nulls(.bool, count: 1)),
        ]))
    }
  }

  @Test("of pushed events of one time the one created last stays online, as in training rows")
  func createdLast() async throws {
    let config = FeatureViewConfig(name: "v", entityKey: "id", features: ["x"], createdTimestampColumn: "made")
    func row(_ value: Int64, made: String) throws -> DataFrame {
      try rows([("x", .int64([value])), ("made", .timestamp(iso8601: [made]))])
    }
    try await store.registerFeatureView(config, try row(1, made: "2024-01-05"))
    try await store.materialize(featureViews: ["v"], startDate: "2024-01-01", endDate: "2024-12-31")
    try await store.push("v", try row(97, made: "2024-01-04"), to: .onlineAndOffline)
    #expect(try await online("x", [1]) == [.int64(1)])
    try await store.push("v", try row(98, made: "2024-01-06"), to: .onlineAndOffline)
    #expect(try await online("x", [1]) == [.int64(98)])
  }

  @Test("a push to online refuses keys that no entity can have, and gives no type to a feature of nulls alone")
  func onlineKeys() async throws {
    try await store.registerFeatureView(config(), rows([("x", .nulls(.string, count: 1))]))
    try await refused(.invalidArgument, ["'id'", "1 nulls"]) {
      try await store.push("v", rows([("x", .string(["a"]))], key: .int64([nil])), to: .online)
    }
    try await refused(.typeMismatch, ["id"]) {
      try await store.push("v", rows([("x", .string(["a"]))], key: .float64([1.5])), to: .online)
    }
    try await refused(.conflict, ["'x'", "STRING"]) {
      try await store.push("v", rows([("x", .int64([2134]))], at: "2024-01-02"), to: .offline)
    }
  }

  @Test("a list of decimals is refused when it is registered")
  func noType() async throws {
    try await refused(.notSupported, ["'l'", "list<decimal"]) {
      try await store.registerFeatureView(config(), rows([("l", .list([[DecimalValue("1.5")].compactMap { $0 }]))]))
    }
  }

  @Test("columns that are not declared are left out and named, rows of equal keys and times are counted")
  func plan() async throws {
    try await store.registerFeatureView(config(), rows([("x", .int64([1]))]))
    let plan = try await store.planRegistration(config(), rows([("x", .int64([2])), ("y", .int64([3]))]))
    #expect(plan.changes.isEmpty && plan.columnsLeftOut == ["y"] && plan.rowsReplaced == 1)
    #expect("\(plan)".contains("left out: y") && "\(plan)".contains("1 replaced"))
    let named = FeatureViewConfig(name: "v", entityKey: "id", features: ["y"])
    let change = try await store.planRegistration(named, rows([("y", .int64([3]))]))
    #expect(change.losses.map(\.description) == ["- feature x: INT64"])
  }

  @Test("a review that throws leaves everything as it was, and sees what is carried out otherwise")
  func review() async throws {
    struct Refused: Error {}
    try await store.registerFeatureView(config(), rows([("x", .int64([1]))]))
    let before = try folder.contents()
    await #expect(throws: Refused.self) {
      try await store.registerFeatureView(config(), rows([("x", .float64([1.5]))]), mode: .overwrite) { plan in
        #expect(plan.losses.map(\.description) == ["~ feature x: INT64 -> DOUBLE"])
        throw Refused()
      }
    }
    #expect(try folder.contents() == before)
    try await store.registerFeatureView(config(), rows([("x", .float64([1.5]))]), mode: .overwrite) { _ in }
    #expect(try await store.featureView("v").features.map(\.type) == ["DOUBLE"])
    try await store.registerFeatureView(config(), rows([("x", .int64([2]))]), mode: .overwrite)
    #expect(try await store.featureView("v").features.map(\.type) == ["DOUBLE"])
  }

  @Test("a push whose online half fails says that the offline half was written")
  func halfPush() async throws {
    try await store.registerFeatureView(config(), rows([("x", .int64([1]))]))
    let database = folder.file("repo/data/online_store.db")
    try FileManager.default.removeItem(atPath: database)
    try Data(repeating: 65, count: 8_192).write(to: URL(fileURLWithPath: database))
    let error = await #expect(throws: FeatureStoreError.self) {
      try await store.push("v", rows([("x", .int64([2]))], at: "2024-02-01"), to: .onlineAndOffline)
    }
    #expect(error?.message.contains("Written: the offline rows of view 'v'. Not written: the online values") == true)
    #expect(error?.message.contains("nothing was written") == false, "\(String(describing: error))")
    #expect(try await store.readTable("v").rowCount == 2)
  }
}
