import FeatureStore
import SampleKit

extension Settings {
  /// - Throws: A ``SampleError`` if the gold table's column of times cannot be told, or what reading the file throws.
  init(_ options: Options) throws {
    let entityKey = options.entityKey ?? "customer_id"
    guard let gold = options.gold else {
      self.init(
        gold: Workspace.gold, entities: Workspace.entities, reference: Workspace.gold, entityKey: entityKey,
        timestampColumn: "event_timestamp", label: "bought_again", ttlDays: options.ttlDays)
      return
    }
    let schema = try ParquetFile(path: gold).schema.compactMap { field in field.type.map { (field.name, $0) } }
    self.init(
      gold: Workspace.absolute(gold), entities: options.entities.map(Workspace.absolute) ?? Workspace.entities,
      reference: Workspace.absolute(options.reference ?? gold), entityKey: entityKey,
      timestampColumn: try options.timestampColumn ?? Self.timeColumn(schema, "The gold table '\(gold)'"),
      label: options.label, ttlDays: options.ttlDays)
  }

  /// Finds the questions' column of times, and checks that the other columns are there.
  mutating func check(questions: DataFrame, _ path: String) throws {
    let what = "The file of questions '\(path)'"
    questionTime = try Self.timeColumn(questions.schema.map { ($0.name, $0.type) }, what)
    for name in [entityKey] + (label.map { [$0] } ?? []) where !questions.hasColumn(name) {
      throw SampleError(
        "\(what) has no column '\(name)'. Its columns: \(questions.columnNames.joined(separator: ", ")).")
    }
  }

  /// `event_timestamp`, else `feature_timestamp`, else the only column of times.
  private static func timeColumn(_ schema: [(name: String, type: ColumnType)], _ what: String) throws -> String {
    let names = schema.filter { $0.type.isTimestamp || $0.type == .date }.map(\.name)
    if let usual = ["event_timestamp", "feature_timestamp"].first(where: names.contains) { return usual }
    guard names.count == 1 else {
      let found = names.isEmpty ? "none" : names.joined(separator: ", ")
      throw SampleError(
        "\(what) must have one column of times, or one named event_timestamp. Its columns of times: \(found). Choose with "
          + "--timestamp-column.")
    }
    return names[0]
  }
}
