/// A column to sort by, in which direction, and where its nulls go.
///
/// A text literal is an ascending key: `frame.sorted(by: ["city", .descending("age")])`.
public struct SortKey: Hashable, Sendable, ExpressibleByStringLiteral {
  public enum Order: Hashable, Sendable { case ascending, descending }
  /// Where rows without a value stand, whatever the order.
  public enum NullPlacement: Hashable, Sendable { case first, last }

  public let column: String
  public let order: Order
  public let nulls: NullPlacement

  public init(_ column: String, _ order: Order = .ascending, nulls: NullPlacement = .last) {
    self.column = column
    self.order = order
    self.nulls = nulls
  }

  public init(stringLiteral column: String) { self.init(column) }

  /// Small values first.
  public static func ascending(_ column: String, nulls: NullPlacement = .last) -> SortKey {
    SortKey(column, .ascending, nulls: nulls)
  }

  /// Large values first.
  public static func descending(_ column: String, nulls: NullPlacement = .last) -> SortKey {
    SortKey(column, .descending, nulls: nulls)
  }
}
