internal import FeatureStore

/// All purchases, grouped by customer and in order of their days, in dense arrays.
///
/// A purchase is known at the end of its day, that is from midnight UTC of the next day on. Amounts are whole cents, so
/// that sums are exact.
package struct Purchases {
  /// The customers' numbers, ascending.
  package let customers: [Int64]
  /// Days since 1970-01-01.
  package let days: [Int]
  package let cents: [Int]
  /// For each customer the first of its purchases; one more entry at the end.
  private let starts: [Int]
  /// The cents of all purchases before each one; one more entry at the end.
  private let centsBefore: [Int]

  package init(csv path: String) throws {
    let frame = try DataFrame(csv: path)
    let ids = try frame["customer_id", as: Int64.self]
    let dates = try frame["order_date", as: CivilDate.self]
    let amounts = try frame["amount", as: Double.self]
    var rows: [(customer: Int64, day: Int, cents: Int)] = []
    for row in 0..<frame.rowCount {
      guard let id = ids[row], let date = dates[row], let amount = amounts[row] else {
        throw SampleError("Row \(row + 1) of \(path) has an empty field.")
      }
      rows.append((id, Int(date.daysSinceEpoch), Int((amount * 100).rounded())))
    }
    self.init(sorted: rows.sorted { ($0.customer, $0.day) < ($1.customer, $1.day) })
  }

  private init(sorted rows: [(customer: Int64, day: Int, cents: Int)]) {
    var customers: [Int64] = []
    var starts: [Int] = []
    var centsBefore = [0]
    for (index, row) in rows.enumerated() {
      if customers.last != row.customer {
        customers.append(row.customer)
        starts.append(index)
      }
      centsBefore.append(centsBefore[index] + row.cents)
    }
    self.customers = customers
    self.starts = starts + [rows.count]
    self.centsBefore = centsBefore
    days = rows.map(\.day)
    cents = rows.map(\.cents)
  }

  package var count: Int { days.count }
  package var totalCents: Int { centsBefore[count] }
  package var firstDay: Int { days.min() ?? 0 }
  package var lastDay: Int { days.max() ?? 0 }

  /// All purchases of the customer at a position of ``customers``.
  package func all(of customer: Int) -> Range<Int> { starts[customer]..<starts[customer + 1] }

  /// A customer's purchases on the days from `start` up to, but not including, `end`.
  package func of(_ customer: Int, from start: Int = .min, before end: Int) -> Range<Int> {
    firstIndex(of: customer, notBefore: start)..<firstIndex(of: customer, notBefore: end)
  }

  package func spend(_ range: Range<Int>) -> Int { centsBefore[range.upperBound] - centsBefore[range.lowerBound] }

  /// The position of a customer's first purchase on or after a day, by bisection.
  private func firstIndex(of customer: Int, notBefore day: Int) -> Int {
    var low = starts[customer]
    var high = starts[customer + 1]
    while low < high {
      let middle = (low + high) / 2
      if days[middle] < day { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
