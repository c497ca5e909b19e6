internal import FeatureStore

/// A list of things as a table or as JSON: what every listing command prints.
struct Listing {
  /// The table's columns; nothing is listed when there is no thing.
  let columns: [(name: String, column: Column)]
  let items: [JSONText]

  func text(_ format: OutputFormat) throws -> String {
    switch format {
    case .json: return JSONText.array(items).text + "\n"
    case .table: return try DataFrame(columns: columns).table(maxRows: items.count, details: false) + "\n"
    }
  }
}
