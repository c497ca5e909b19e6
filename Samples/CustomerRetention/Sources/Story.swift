import FeatureStore
import SampleKit

/// The steps of the sample in their order; each one prints what it did.
struct Story {
  private let purchases: Purchases
  private let labels: Labels
  private let folder: String
  private let view = "purchase_history"

  /// A customer with a purchase in most months.
  private static let shown: Int64 = 6

  init(_ options: Options) throws {
    purchases = try Purchases(csv: options.purchases)
    labels = try Labels(purchases)
    folder = options.output
    try Workspace.enter(folder)
  }

  func tell() async throws {
    introduce()
    let gold = try makeGold()
    let store = try getFeatureStore()
    try await register(gold, in: store)
    let training = try await train(in: store)
    try prove(training)
    try await materialize(in: store)
    try await serve(from: store)
    try summarize(training)
    try await repeatInTenLines(training)
  }

  private var references: [String] { GoldTable.features.map { "\(view):\($0)" } }

  private func introduce() {
    Page.title("Will they buy again? A music shop, 1997-98")
    Page.line(
      "\(Page.count(purchases.count)) purchases of \(Page.count(purchases.customers.count)) customers, "
        + "\(Days.text(purchases.firstDay)) to \(Days.text(purchases.lastDay)), "
        + "\(Page.money(Double(purchases.totalCents) / 100)) in all.")
    Page.line(
      "Who buys again within \(Labels.horizon) days? A model is to say so, knowing only what was known by then.")
  }

  private func makeGold() throws -> DataFrame {
    Page.step(1, "The gold table: what was known of each customer when each month began")
    let gold = try GoldTable(purchases).frame()
    try gold.writeParquet(to: Workspace.gold)
    let ids = try gold["customer_id", as: Int64.self]
    let one = try gold.filter(ids.map { $0 == Self.shown })
    let columns = [
      "event_timestamp", "days_since_last_order", "orders_90d", "total_orders", "total_spend", "spend_90d",
    ]
    Page.line("Customer \(Self.shown), month by month:")
    Page.line("")
    Page.frame(try one.select(columns), rows: 6)
    Page.lines([
      "",
      "In all \(Page.count(gold.rowCount)) snapshots of \(GoldTable.features.count) features: orders and spend of the last 30, 90 "
        + "and 365 days and in total,",
      "days since the first and the last order, the average basket. Written to \(Workspace.gold) "
        + "(\(try Workspace.size(Workspace.gold))).",
    ])
    return gold
  }

  private func register(_ gold: DataFrame, in store: any FeatureStoreAdapter) async throws {
    Page.step(2, "Register it as a feature view")
    let config = FeatureViewConfig(
      name: view, entityKey: "customer_id", features: GoldTable.features, ttlDays: 31, tags: ["data": "cdnow"],
      description: "Monthly snapshots of each customer's purchases")
    let name = try await store.registerFeatureView(config, gold)
    let summary = try await store.featureView(view)
    Page.lines([
      "\(name): \(summary.features.count) features of \(summary.entityKeys.map(\.name).joined(separator: ", ")), "
        + "valid for \((summary.ttl ?? .zero).components.seconds / 86_400) days.",
      "Its rows went to \(summary.source) of the repository \(Workspace.repository).",
    ])
  }

  private func train(in store: any FeatureStoreAdapter) async throws -> DataFrame {
    Page.step(3, "The training frame: each question with the features known at its time")
    let entities = try labels.frame(purchases)
    try entities.writeParquet(to: Workspace.labels)
    let clock = ContinuousClock()
    let started = clock.now
    let training = try await store.getHistoricalFeatures(entityDF: entities, featureRefs: references)
    let took = clock.now - started
    try training.writeParquet(to: Workspace.training)
    let shown = [
      "customer_id", "event_timestamp", "bought_again", "days_since_last_order", "orders_90d", "total_spend",
    ]
    Page.frame(try training.select(shown), rows: 10)
    let missing = try training.column("total_orders").nullCount
    Page.lines([
      "",
      "\(Page.count(training.rowCount)) rows in \(Page.time(took)); \(Page.percent(labels.rebuyRate)) bought again.",
      "\(Page.count(missing)) rows have nulls: the customer was so new that no snapshot knew them yet.",
    ])
    return training
  }

  private func prove(_ training: DataFrame) throws {
    Page.step(4, "Proof that nothing leaked from the future")
    let proof = LeakProof(purchases: purchases, labels: labels, training: training)
    Page.lines(try proof.story())
    let checked = try proof.recount()
    Page.lines([
      "", "All \(Page.count(checked)) rows counted again from the purchases themselves: not one knows its future.",
    ])
  }

  private func materialize(in store: any FeatureStoreAdapter) async throws {
    Page.step(5, "Materialize: the newest values go online")
    let clock = ContinuousClock()
    let started = clock.now
    let done = try await store.materialize(featureViews: [view], startDate: "1997-01-01", endDate: "1998-07-01")
    let took = clock.now - started
    for one in done { Page.line("\(one.view): \(Page.count(one.entities)) customers in \(Page.time(took)).") }
  }

  private func serve(from store: any FeatureStoreAdapter) async throws {
    Page.step(6, "Serve three customers online")
    let reads = OnlineReads(store: store, references: references)
    let three = OnlineReads.interesting(purchases)
    let times = try await reads.time(three.map(\.customer), repeats: 2_000)
    Page.lines(table(try await reads.read(three.map(\.customer)), three))
    Page.lines([
      "",
      "\(three.count) customers × \(references.count) features: first read \(Page.time(times.first)), then "
        + "\(Page.time(times.median)) each (median of \(Page.count(times.repeats)); 99 of 100 within \(Page.time(times.slowestInHundred))).",
    ])
    try await reads.read(purchases.customers).toFrame().writeParquet(to: Workspace.online)
  }

  /// Features down, customers across.
  private func table(_ online: OnlineFeatures, _ three: [(customer: Int64, title: String)]) -> [String] {
    let heads = [
      Page.left("", 24) + three.map { Page.right("customer \($0.customer)", 16) }.joined(),
      Page.left("", 24) + three.map { Page.right($0.title, 16) }.joined(),
    ]
    let rows = online.columns.dropFirst().map { (column: OnlineFeatures.Feature) -> String in
      Page.left(column.name, 24) + column.values.map { Page.right(cell($0, of: column.name), 16) }.joined()
    }
    return heads + [""] + rows
  }

  private func cell(_ value: FeatureValue, of name: String) -> String {
    value.doubleValue.map { Page.money($0) } ?? value.description
  }

  private func summarize(_ training: DataFrame) throws {
    Page.step(7, "What the frame already tells: who bought lately, buys again")
    let rebuy = try RebuyByRecency(training: training)
    try rebuy.frame().writeParquet(to: Workspace.rebuy)
    Page.lines(["last order           bought again within \(Labels.horizon) days"] + rebuy.lines())
    guard let best = rebuy.groups.first, let worst = rebuy.groups.last, worst.boughtAgain > 0 else { return }
    let tenths = Int((best.rate / worst.rate * 10).rounded())
    Page.line("")
    Page.line("The most recent fifth comes back \(tenths / 10).\(tenths % 10) times as often as the one longest gone.")
  }

  private func repeatInTenLines(_ training: DataFrame) async throws {
    Page.step(8, "All of it again, as the ten lines of the README")
    let result = try await tenLines()
    for name in ["total_orders", "total_spend"] {
      guard try result.training.column(name) == training.column(name) else {
        throw SampleError("The ten lines give another \(name) than the steps before them.")
      }
    }
    Page.frame(try result.online.toFrame(), rows: 3)
    Page.lines([
      "", "The training values are the same, all \(Page.count(training.rowCount)) rows of them.",
      "",
      "Everything is in \(folder).",
      "Python Feast opens the repository in it, \(Workspace.repository), as its own.",
      "",
    ])
  }
}
