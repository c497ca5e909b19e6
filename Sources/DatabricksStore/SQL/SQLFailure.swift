internal import FeatureStoreCore

/// A statement that the engine refused, or failed in.
struct SQLFailure: Error, Sendable, CustomStringConvertible {
  /// The error condition, such as `TABLE_OR_VIEW_NOT_FOUND`; empty if the engine names none.
  let condition: String
  let sqlState: String
  let message: String
  /// The service's own word, such as `RESOURCE_EXHAUSTED`; `BAD_REQUEST` for what is wrong with the SQL.
  let errorCode: String
  let statementID: String

  /// Reads `[CONDITION.SUB] text SQLSTATE: 42P01`.
  init(status: JSONValue?, statementID: String) {
    let text =
      status?["error"]?["message"]?.string ?? "The statement ended as \(status?["state"]?.string ?? "unknown")."
    message = text.onOneLine()
    errorCode = status?["error"]?["error_code"]?.string ?? ""
    self.statementID = statementID
    condition = text.hasPrefix("[") ? String(text.dropFirst().prefix { $0 != "]" }) : ""
    let written = text.range(of: "SQLSTATE: ").map { String(text[$0.upperBound...].prefix(5)) }
    sqlState = status?["sql_state"]?.string ?? written ?? ""
  }

  /// Whether another writer was in between, so that the same statement can succeed the next time.
  var isConflict: Bool {
    condition.hasPrefix("DELTA_CONCURRENT") || sqlState == "2D521" || message.contains("DELTA_CONCURRENT")
      || message.contains("ConcurrentAppendException") || message.contains("concurrent transaction")
  }

  var description: String { "The statement \(statementID) failed: \(message)" }

  /// The code that callers see.
  var code: FeatureStoreError.Code {
    if isConflict { return .conflict }
    if condition.hasPrefix("INSUFFICIENT_PERMISSIONS") || condition.hasPrefix("PERMISSION_DENIED")
      || sqlState == "42501"
    {
      return .permissionDenied
    }
    if condition.hasPrefix("SCHEMA_NOT_FOUND") { return .schemaNotFound }
    if condition.hasPrefix("NO_SUCH_CATALOG") || condition.hasPrefix("CATALOG_NOT_FOUND") { return .catalogNotFound }
    if condition.hasPrefix("RESOURCE_EXHAUSTED") || errorCode == "RESOURCE_EXHAUSTED" { return .quotaExceeded }
    return .statementFailed
  }
}

extension String {
  /// The first place of a text in this one.
  fileprivate func range(of text: String) -> Range<String.Index>? { firstRange(of: text) }
}
