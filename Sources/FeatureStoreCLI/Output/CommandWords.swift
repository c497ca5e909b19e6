/// Messages of the library in the words of the command line.
///
/// The library names an argument in its own words, between backticks: `mode: .overwrite`. Here such a word becomes the
/// option that a person at a terminal gives. A test looks through all messages for words without a translation.
enum CommandWords {
  /// The library's word → the option.
  static let options: [String: String] = [
    "mode: .overwrite": "--mode overwrite",
    "mode: .merge": "--mode merge",
    "timestampColumn": "--timestamp-column",
    "fullFeatureNames": "--full-feature-names",
    "entityKey": "--entity-key",
    "ttlDays": "--ttl-days",
    "cutoffDate": "--cutoff-date",
    "createdTimestampColumn": "--created-column",
    "repoPath": "--repo",
    "skipsUnreadable": "--skip-unreadable",
    "fromServices: true": "--from-services",
    "createOnlineStore": "serving create-store",
    "createServingEndpoint": "serving create-endpoint",
    "windowDays": "window_days",
    "derivationFormula": "derivation_formula",
  ]

  /// Words that only a program can meet, since no command leads to their messages.
  static let ofPrograms: Set<String> = [
    "createTable", "writeTable", "readTable", "getTableMetadata", "deleteTable", "registerFeatureView",
    "getHistoricalFeatures", "listFeatureViews", "deleteFeatureView", "overwrite: true", "dataRoot", "validatesText",
  ]

  /// A message with options in place of the library's words.
  static func spelled(_ message: String) -> String {
    var parts = message.split(separator: "`", omittingEmptySubsequences: false).map(String.init)
    guard parts.count > 2 else { return message }
    for index in stride(from: 1, to: parts.count - 1, by: 2) {
      parts[index] = options[parts[index]] ?? "`\(parts[index])`"
    }
    // An odd number of backticks: the last one stands alone.
    if parts.count % 2 == 0 { parts[parts.count - 1] = "`" + parts[parts.count - 1] }
    return parts.joined()
  }
}
