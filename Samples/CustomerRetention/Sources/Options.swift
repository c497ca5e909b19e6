import SampleKit

/// What the sample is told on its command line.
struct Options {
  var purchases = "Samples/CustomerRetention/data/cdnow_transactions.csv"
  var output = "Samples/output/customer_retention"

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let option = rest.popFirst() {
      guard let value = rest.popFirst() else { throw SampleError("\(option) needs a value. \(Self.usage)") }
      switch option {
      case "--purchases": purchases = value
      case "--output": output = value
      default: throw SampleError("There is no option \(option). \(Self.usage)")
      }
    }
  }

  private static let usage = "Usage: customer-retention [--purchases FILE.csv] [--output FOLDER]"
}
