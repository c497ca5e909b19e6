import FeatureStore
import NotebookKit

/// The names that the notebook's code uses.
struct Settings {
  /// The Parquet file of the gold table.
  let gold: String
  /// The Parquet file of the questions: an entity and a time each.
  var entities: String
  /// The Parquet file with which the store's values are compared.
  let reference: String
  let entityKey: String
  /// The gold table's column of times.
  let timestampColumn: String
  /// The questions' column of times.
  var questionTime = "event_timestamp"
  /// The questions' column of answers, if they have one.
  var label: String?
  let ttlDays: Int
  let repository = "\(Workspace.files)/feature_repo"
  let table = "customer_features"
  /// A table of nothing but the gold rows' times.
  let timesTable = "gold_row_times"

  var ttlSeconds: Int64 { Int64(ttlDays) * 86_400 }

  /// The names and what they stand for, as a list in Markdown.
  var list: String {
    let lines = [
      ("gold", fileName(gold), "the gold table"), ("entities", fileName(entities), "the questions to train on"),
      ("reference", fileName(reference), "what step 5 compares with"),
      ("entityKey", entityKey, "the column that says who a row is about"),
      ("timestampColumn", timestampColumn, "since when a gold row was known"),
      ("questionTime", questionTime, "when a question is asked"),
      ("label", label ?? "nil", "the answer, if there is one"),
      ("ttlDays", "\(ttlDays)", "for how many days a value may be used"),
      ("repository", repository, "the Feast repository"), ("table", table, "the feature view"),
      ("timesTable", timesTable, "a second view, of the gold rows' times"),
    ]
    return lines.map { "- `settings.\($0.0)`: \(Markup.code($0.1)), \($0.2)" }.joined(separator: "\n")
  }

  /// A file of the sample's own with its folder, another one without: where it was is nobody's business.
  private func fileName(_ path: String) -> String {
    path.hasPrefix(Workspace.files) ? path : path.split(separator: "/").last.map(String.init) ?? path
  }
}
