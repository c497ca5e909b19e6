package import FeatureStore

/// The gold table: for each customer and month what was known about the customer when the month began.
///
/// A snapshot's time is the first day of its month, midnight UTC; it counts the purchases with
/// `order_date < snapshot date`. A customer appears from the first snapshot after the first purchase on.
package struct GoldTable {
  package static let features =
    ["days_since_first_order", "days_since_last_order", "orders_30d", "orders_90d", "orders_365d", "total_orders"]
    + ["spend_30d", "spend_90d", "spend_365d", "total_spend", "average_basket"]

  private var customers: [Int64] = []
  private var times: [Timestamp] = []
  private var sinceFirst: [Int32] = []
  private var sinceLast: [Int32] = []
  private var orders: [[Int64]] = Array(repeating: [], count: windows.count)
  private var spend: [[Double]] = Array(repeating: [], count: windows.count)

  /// How many days back each count and sum looks; the last one has no limit.
  private static let windows = [30, 90, 365, Int.max]

  /// The snapshots of February 1997 to July 1998; the last one knows all the data.
  package static func snapshotDays() throws -> [Int] { try Days.months(from: 1997, 2, count: 18) }

  package init(_ purchases: Purchases) throws {
    for day in try Self.snapshotDays() {
      for customer in purchases.customers.indices { append(customer, day, purchases) }
    }
  }

  private mutating func append(_ customer: Int, _ day: Int, _ purchases: Purchases) {
    let known = purchases.of(customer, before: day)
    guard let first = known.first, let last = known.last else { return }
    customers.append(purchases.customers[customer])
    times.append(Days.midnight(day))
    sinceFirst.append(Int32(day - purchases.days[first]))
    sinceLast.append(Int32(day - purchases.days[last]))
    for (index, window) in Self.windows.enumerated() {
      let start = window == .max ? .min : day - window
      let recent = purchases.of(customer, from: start, before: day)
      orders[index].append(Int64(recent.count))
      spend[index].append(Double(purchases.spend(recent)) / 100)
    }
  }

  package func frame() throws -> DataFrame {
    let all = Self.windows.count - 1
    let basket = zip(spend[all], orders[all]).map { (sum: Double, count: Int64) -> Double in sum / Double(count) }
    let counts = orders.map { Column.int64($0) }
    let sums = spend.map { Column.float64($0) }
    let columns = [.int32(sinceFirst), .int32(sinceLast)] + counts + sums + [.float64(basket)]
    let keys: [(name: String, column: Column)] = [
      ("customer_id", .int64(customers)), ("event_timestamp", .timestamp(times)),
    ]
    return try DataFrame(columns: keys + zip(Self.features, columns).map { (name: $0, column: $1) })
  }
}
