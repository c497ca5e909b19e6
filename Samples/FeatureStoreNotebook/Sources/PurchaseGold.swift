import FeatureStore
import SampleKit

/// The gold table of the purchases as a shop would keep it: rows of active customers only, and values that can be missing.
///
/// Taken from ``GoldTable``: the months of customers who bought within the last half year, with two more features.
/// `average_basket_90d` is null where nothing was bought in 90 days, `days_between_orders` before the second order.
enum PurchaseGold {
  static let activeDays: Int32 = 180

  static func frame(_ purchases: Purchases) throws -> DataFrame {
    let all = try GoldTable(purchases).frame()
    let last = try all["days_since_last_order", as: Int32.self]
    let active = try all.filter(last.map { ($0 ?? .max) <= activeDays })
    return try active.adding("average_basket_90d", .float64(baskets(active)))
      .adding("days_between_orders", .float64(gaps(active)))
  }

  private static func baskets(_ gold: DataFrame) throws -> [Double?] {
    let (spend, orders) = (try gold["spend_90d", as: Double.self], try gold["orders_90d", as: Int64.self])
    return zip(spend, orders).map { (spend: Double?, orders: Int64?) -> Double? in
      guard let spend, let orders, orders > 0 else { return nil }
      return spend / Double(orders)
    }
  }

  private static func gaps(_ gold: DataFrame) throws -> [Double?] {
    let first = try gold["days_since_first_order", as: Int32.self]
    let last = try gold["days_since_last_order", as: Int32.self]
    let orders = try gold["total_orders", as: Int64.self]
    return (0..<gold.rowCount).map { (row: Int) -> Double? in
      guard let first = first[row], let last = last[row], let orders = orders[row], orders > 1 else { return nil }
      return Double(first - last) / Double(orders - 1)
    }
  }
}
