import SampleKit

/// What the program is told on its command line.
struct Options {
  var output = "Samples/output/notebook"
  var purchases = "Samples/CustomerRetention/data/cdnow_transactions.csv"
  /// nil: the gold table of the purchases.
  var gold: String?
  /// nil: the questions about the purchases, or for another gold table moments spread over its time.
  var entities: String?
  /// nil: the gold table itself.
  var reference: String?
  /// nil: `customer_id`.
  var entityKey: String?
  var timestampColumn: String?
  var label: String?
  var ttlDays = 90

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      guard let value = rest.popFirst() else { throw SampleError("\(option) needs a value.\n\(Self.usage)") }
      switch option {
      case "--output": output = value
      case "--purchases": purchases = value
      case "--gold": gold = value
      case "--entities": entities = value
      case "--reference": reference = value
      case "--entity-key": entityKey = value
      case "--timestamp-column": timestampColumn = value
      case "--label": label = value
      case "--ttl-days":
        guard let days = Int(value), (1...100_000).contains(days) else {
          throw SampleError("--ttl-days is '\(value)'. Give a whole number of days from 1 to 100000.")
        }
        ttlDays = days
      default: throw SampleError("There is no option \(option).\n\(Self.usage)")
      }
    }
    if gold == nil, [entities, reference, label, entityKey, timestampColumn].contains(where: { $0 != nil }) {
      throw SampleError(
        "Without --gold the purchases are used, which need no other option than --ttl-days.\n\(Self.usage)")
    }
  }

  private static let usage = """
    Usage: feature-store-notebook [--output FOLDER] [--ttl-days N] [--purchases FILE.csv]
           feature-store-notebook --gold FILE.parquet [--entity-key COLUMN] [--timestamp-column COLUMN]
             [--entities FILE.parquet [--label COLUMN]] [--reference FILE.parquet] [--output FOLDER] [--ttl-days N]
    """
}
