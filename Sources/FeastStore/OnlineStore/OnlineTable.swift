internal import DataFrames
internal import SQLite

/// A view's table in the online store: its name and the statements on it, word for word as Feast makes them.
struct OnlineTable: Hashable, Sendable {
  let name: String
  private var quoted: String { quotedIdentifier(name) }

  static func == (left: OnlineTable, right: OnlineTable) -> Bool { left.name == right.name }

  init(project: String, view: String) { name = "\(project)_\(view)" }

  var indexName: String { name + "_ek" }

  var createSQL: String {
    """
    CREATE TABLE IF NOT EXISTS \(quoted) (entity_key BLOB, feature_name TEXT, value BLOB, value_text TEXT, \
    vector_value BLOB, event_ts timestamp, created_ts timestamp, PRIMARY KEY(entity_key, feature_name))
    """
  }

  var createIndexSQL: String {
    "CREATE INDEX IF NOT EXISTS \(quotedIdentifier(indexName)) ON \(quoted) (entity_key)"
  }

  var dropSQL: String { "DROP TABLE IF EXISTS \(quoted)" }

  var dropIndexSQL: String { "DROP INDEX IF EXISTS \(quotedIdentifier(indexName))" }

  var anyRowSQL: String { "SELECT 1 FROM \(quoted) LIMIT 1" }

  /// The features that the first values are of; a whole table may be large.
  var featureNamesSQL: String {
    "SELECT DISTINCT feature_name FROM (SELECT feature_name FROM \(quoted) LIMIT 100000) ORDER BY feature_name"
  }

  /// Writes some features of one entity: key, event and created time are parameters 1 to 3, then name, value and text of
  /// each feature.
  ///
  /// An older event never replaces a newer one; a time that is no number (NULL, or text of early versions) is replaced.
  ///
  /// - Parameter keepingLaterCreated: Whether an event of the same second stays when it was created later.
  func upsertSQL(features: Int, keepingLaterCreated: Bool) -> String {
    let rows = (0..<features).map { (feature: Int) -> String in
      let first = 4 + 3 * feature
      return "(?1,?\(first),?\(first + 1),?\(first + 2),NULL,?2,?3)"
    }
    let kept =
      "(typeof(\(quoted).created_ts) <> 'integer' OR typeof(excluded.created_ts) <> 'integer' "
      + "OR excluded.created_ts >= \(quoted).created_ts)"
    let wins =
      keepingLaterCreated
      ? "excluded.event_ts > \(quoted).event_ts OR (excluded.event_ts = \(quoted).event_ts AND \(kept))"
      : "excluded.event_ts >= \(quoted).event_ts"
    return """
      INSERT INTO \(quoted) (entity_key, feature_name, value, value_text, vector_value, event_ts, created_ts) \
      VALUES \(rows.joined(separator: ",")) \
      ON CONFLICT(entity_key, feature_name) DO UPDATE SET value = excluded.value, value_text = excluded.value_text, \
      vector_value = excluded.vector_value, event_ts = excluded.event_ts, created_ts = excluded.created_ts \
      WHERE \(wins) OR typeof(\(quoted).event_ts) <> 'integer'
      """
  }

  /// The rows of one entity: those of as many features, or all.
  func selectSQL(features: Int?) -> String {
    let all = "SELECT feature_name, value, event_ts FROM \(quoted) WHERE entity_key = ?1"
    guard let features else { return all }
    return "\(all) AND feature_name IN (\((0..<features).map { "?\($0 + 2)" }.joined(separator: ",")))"
  }
}
