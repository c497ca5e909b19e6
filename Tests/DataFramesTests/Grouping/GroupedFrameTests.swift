import DataFrames
import Testing

@Suite struct GroupedFrameTests {
  private let orders: DataFrame = [
    "city": .string(["a", nil, "a", "b", nil, "a"]),
    "amount": .int64([1, 5, nil, 7, 6, 3]),
    "price": .float64([0.5, .nan, 2, nil, 4, 1]),
  ]

  @Test("Groups stand in the order of their keys, a null is a group, nulls and NaN are passed over")
  func aggregates() throws {
    let result = try orders.grouped(by: ["city"]).aggregated([
      .count(as: "rows"), .count("price"), .sum("amount"), .mean("price"), .standardDeviation("amount"),
      .minimum("price"), .maximum("amount"), .first("amount"), .last("price"), .distinctCount("amount"),
    ])
    let expected: DataFrame = [
      "city": .string(["a", nil, "b"]), "rows": .int64([3, 2, 1]), "price_count": .int64([3, 1, 0]),
      "amount_sum": .int64([4, 11, 7]), "price_mean": .float64([3.5 / 3, 4, nil]),
      "amount_std": .float64([Double(2).squareRoot(), Double(0.5).squareRoot(), nil]),
      "price_min": .float64([0.5, 4, nil]),
      "amount_max": .int64([3, 6, 7]), "amount_first": .int64([1, 5, 7]), "price_last": .float64([1, 4, nil]),
      "amount_distinct": .int64([2, 2, 1]),
    ]
    #expect(result == expected)
  }

  @Test("Without keys all rows are one group, also when there are none")
  func withoutKeys() throws {
    #expect(
      try orders.grouped(by: []).aggregated([.sum("amount"), .count()])
        == ["amount_sum": .int64([22]), "count": .int64([6])])
    let empty: DataFrame = ["amount": .int64([])]
    #expect(
      try empty.grouped(by: []).aggregated([.sum("amount"), .count(), .maximum("amount")])
        == ["amount_sum": .int64([nil]), "count": .int64([0]), "amount_max": .int64([nil])])
    #expect(try empty.grouped(by: ["amount"]).aggregated([.sum("amount", as: "s")]).rowCount == 0)
  }

  @Test("Sums keep their type: bools and integers exact, decimals at their scale")
  func sums() throws {
    let cents = DecimalValue(unscaled: 110, scale: 2)
    let frame: DataFrame = [
      "k": .int32([1, 1]), "flag": .bool([true, true]), "price": .decimal([cents, cents]),
      "big": .int64([.max, -1]),
    ]
    let result = try frame.grouped(by: ["k"]).aggregated([.sum("flag"), .sum("price"), .sum("big")])
    #expect(try result["flag_sum", as: Int64.self][0] == 2)
    #expect(try result["price_sum", as: DecimalValue.self][0] == DecimalValue(unscaled: 220, scale: 2))
    #expect(try result["big_sum", as: Int64.self][0] == .max - 1)
  }

  @Test("A sum outside int64, a string's sum, a list's minimum and an unknown column are errors that name the column")
  func errors() throws {
    let frame: DataFrame = ["k": .int32([1, 1]), "big": .int64([.max, 1]), "list": .list([[Int64(1)], nil])]
    let grouped = try frame.grouped(by: ["k"])
    #expect(#expect(throws: DataFrameError.self) { try grouped.aggregated([.sum("big")]) }?.code == .outOfRange)
    #expect(
      #expect(throws: DataFrameError.self) { try orders.grouped(by: []).aggregated([.sum("city")]) }?.code
        == .typeMismatch)
    #expect(#expect(throws: DataFrameError.self) { try grouped.aggregated([.minimum("list")]) }?.code == .typeMismatch)
    #expect(#expect(throws: DataFrameError.self) { try grouped.aggregated([.first("none")]) }?.code == .columnNotFound)
    #expect(#expect(throws: DataFrameError.self) { try frame.grouped(by: ["none"]) }?.code == .columnNotFound)
    #expect(#expect(throws: DataFrameError.self) { try frame.grouped(by: ["list"]) }?.code == .typeMismatch)
    #expect(#expect(throws: DataFrameError.self) { try grouped.aggregated([.count(as: "k")]) }?.code == .shape)
  }
}
