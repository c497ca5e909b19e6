import FeatureStore
import NotebookKit
import SampleKit

/// The notebook's text between the cells: what each step is for and what came out.
struct Page {
  var notebook = Notebook(title: "Feature store")

  /// - Parameter purchases: What the gold table was made from; nil: it is a file of the user's own.
  mutating func introduce(_ settings: Settings, _ purchases: Purchases?) {
    let origin = purchases.map(Self.origin) ?? "The gold table is a file of your own."
    notebook.markdown(
      "introduction",
      """
      # Feature store

      From a gold table to a training set in which no row knows its future, in five steps: **load** the gold table, \
      **define** its features, **publish** them, build a **training set**, and **validate** that the store gives back what \
      the gold table holds.

      \(origin)

      Nothing has to run to read this page. Every code cell is taken from the program that ran, \
      `Samples/FeatureStoreNotebook`, and `display` shows a table or a plot below it. The cells use these names:

      \(settings.list)
      """)
  }

  private static func origin(_ purchases: Purchases) -> String {
    """
    The gold table is made from \(NumberText.count(purchases.count)) purchases of a music shop, \
    \(Days.text(purchases.firstDay)) to \(Days.text(purchases.lastDay)): what was known of each customer when a month \
    began, for customers who had bought within the last \(PurchaseGold.activeDays) days. The questions ask up to five \
    times per customer: will they buy again within \(Labels.horizon) days?
    """
  }

  mutating func load(_ gold: DataFrame, _ features: [String], _ settings: Settings) throws {
    let entities = try gold.column(settings.entityKey).uniqueCount()
    let (first, last) = (try gold.firstTime(settings), try gold.lastTime(settings))
    notebook.markdown(
      "step-1",
      """
      ## 1. Load the gold table

      A gold table has a key (\(Markup.code(settings.entityKey))), the time since which a row was known \
      (\(Markup.code(settings.timestampColumn))), and numbers. This one has **\(NumberText.count(gold.rowCount)) rows** of \
      **\(NumberText.count(entities)) entities** and **\(features.count) numeric columns**, from \
      \(first.short) to \(last.short).
      """)
  }

  mutating func distributions() {
    notebook.markdown(
      "distributions-text",
      """
      How the values are spread shows at a glance what a model will see: skewed counts, long tails, columns that hardly \
      ever change.
      """)
  }

  mutating func missing(_ missing: MissingValues) {
    let found = missing.totals.map { "\(Markup.code($0.feature)) (\(NumberText.percent($0.share)))" }
    let sentence =
      found.isEmpty
      ? "Here **no value is missing**."
      : "Here values are missing in **\(found.count) features**: \(found.joined(separator: ", "))."
    notebook.markdown(
      "missing-text",
      """
      A feature whose nulls come and go over time tells of a source that broke, or of customers about whom there is \
      nothing to say yet. \(sentence)
      """)
  }

  mutating func define(_ registry: FeatureRegistry) {
    notebook.markdown(
      "step-2",
      """
      ## 2. Define the features

      The registry says what each feature is and how its value comes about. The gold table holds finished values, so all \
      **\(registry.count) definitions** are *passthrough*: the value of the row itself.
      """)
  }

  mutating func publish(_ settings: Settings) {
    notebook.markdown(
      "step-3",
      """
      ## 3. Publish them

      Publishing writes the rows to a Feast repository, which Python's Feast opens as its own. A value of \
      \(Markup.code(settings.table)) may be used for **\(settings.ttlDays) days** (its ttl); the second view has none.
      """)
  }

  mutating func freshness(_ freshness: Freshness, _ settings: Settings) {
    let share = Double(freshness.beyond) / Double(max(freshness.entities, 1))
    notebook.markdown(
      "freshness-text",
      """
      When the gold table ends, **\(NumberText.count(freshness.beyond)) of \(NumberText.count(freshness.entities)) \
      entities** (\(NumberText.percent(share))) have no row younger than the ttl of \(settings.ttlDays) days.
      """)
  }

  mutating func train(_ training: DataFrame, _ settings: Settings) {
    notebook.markdown(
      "step-4",
      """
      ## 4. Build a training set

      Each of the **\(NumberText.count(training.rowCount)) questions** gets the features of the newest gold row that is \
      not later than the question and not older than the ttl. A row without such a match has nulls; none is dropped.
      """)
  }

  mutating func reach(_ reach: Reach, _ settings: Settings) {
    notebook.markdown(
      "reach-text",
      """
      The view of the gold rows' times, which has no ttl, tells how old the match of each question is. \
      **\(NumberText.count(reach.kept))** questions have values, **\(NumberText.count(reach.withheld))** lose them to the \
      ttl of \(settings.ttlDays) days, and **\(NumberText.count(reach.unmatched))** were asked before the first gold row. \
      A longer ttl gives more rows values, and older ones.
      """)
  }

  mutating func leakage(_ report: LeakageReport, _ settings: Settings) {
    let label = settings.label.map { ", compares it with the label \(Markup.code($0))," } ?? ""
    let result =
      report.isClean
      ? "It found **nothing**." : "It found **\(report.findings.count) reasons** to look twice."
    notebook.markdown(
      "leakage-text",
      """
      The leakage report looks at each feature of the training rows\(label) and checks that no value is from later than \
      its row. \(result)
      """)
  }

  mutating func validate(_ comparisons: [Comparison]) {
    let compared = comparisons.reduce(0) { $0 + $1.compared }
    let different = comparisons.reduce(0) { $0 + $1.different }
    let result =
      different == 0
      ? "All **\(NumberText.count(compared)) values are equal**."
      : "**\(NumberText.count(different)) of \(NumberText.count(compared)) values are different.**"
    notebook.markdown(
      "step-5",
      """
      ## 5. Validate the store

      A model must see the same values while it is trained and while it serves. The store's historical and online values \
      are compared with the gold table's, cell by cell; which gold row counts is found by a search of its own. \(result)
      """)
  }
}
