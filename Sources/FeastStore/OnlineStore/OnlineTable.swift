internal import SQLite

/// A view's table in the online store: its name and the statements on it, word for word as Feast makes them.
struct OnlineTable: Hashable, Sendable {
  let name: String
  private var quoted: String { quotedIdentifier(name) }

  init(project: String, view: String) { name = "\(project)_\(view)" }

  var createSQL: String {
    """
    CREATE TABLE IF NOT EXISTS \(quoted) (entity_key BLOB, feature_name TEXT, value BLOB, value_text TEXT, \
    vector_value BLOB, event_ts timestamp, created_ts timestamp, PRIMARY KEY(entity_key, feature_name))
    """
  }

  var createIndexSQL: String {
    "CREATE INDEX IF NOT EXISTS \(quotedIdentifier(name + "_ek")) ON \(quoted) (entity_key)"
  }

  var dropSQL: String { "DROP TABLE IF EXISTS \(quoted)" }

  /// An older event never replaces a newer one; a time that is no number (NULL, or text of early versions) is replaced.
  var upsertSQL: String {
    """
    INSERT INTO \(quoted) (entity_key, feature_name, value, value_text, vector_value, event_ts, created_ts) \
    VALUES (?1, ?2, ?3, ?4, NULL, ?5, ?6) \
    ON CONFLICT(entity_key, feature_name) DO UPDATE SET value = excluded.value, value_text = excluded.value_text, \
    vector_value = excluded.vector_value, event_ts = excluded.event_ts, created_ts = excluded.created_ts \
    WHERE excluded.event_ts >= \(quoted).event_ts OR typeof(\(quoted).event_ts) <> 'integer'
    """
  }

  /// The rows of one entity: those of as many features, or all.
  func selectSQL(features: Int?) -> String {
    let all = "SELECT feature_name, value, event_ts FROM \(quoted) WHERE entity_key = ?1"
    guard let features else { return all }
    return "\(all) AND feature_name IN (\((0..<features).map { "?\($0 + 2)" }.joined(separator: ",")))"
  }
}
