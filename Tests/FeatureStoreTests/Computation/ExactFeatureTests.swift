import FeatureStore
import Testing

/// Aggregations of numbers that doubles cannot add up.
@Suite struct ExactFeatureTests {
  private func last(
    _ values: Column, _ aggregation: TemporalAggregation, type: String = "float64", days: Int? = nil,
    fill: FeatureValue? = nil
  ) throws -> FeatureValue {
    let count = values.count
    let frame = try DataFrame(columns: [
      ("id", .int64([Int64?](repeating: 1, count: count))),
      ("at", .timestamp((0..<count).map { Timestamp(seconds: Int64($0) * 86_400) })), ("v", values),
    ])
    var registry = FeatureRegistry()
    try registry.register(
      TemporalFeatureDefinition(
        name: "x", description: "", entityKey: "id", timestampColumn: "at", sourceColumns: ["v"],
        computationType: days == nil ? .aggregation : .window, aggregation: aggregation, windowDays: days,
        dataType: type, fillValue: fill))
    let column = try FeatureComputation(registry).run(frame).frame.column("x")
    return FeatureValue(column, row: count - 1)
  }

  private func decimals(_ texts: [String?]) -> Column { .decimal(texts.map { $0.flatMap { DecimalValue($0) } }) }

  @Test("decimals stay decimals: sums, smallest, largest, first and last; a double is the nearest to the exact sum")
  func decimalSums() throws {
    let amounts = decimals(["1.10", nil, "2.20"])
    for type in ["decimal", "decimal(10,2)", "Decimal(38, 2)"] {
      #expect(try last(amounts, .sum, type: type) == .decimal(DecimalValue(unscaled: 330, scale: 2)))
      #expect(try last(amounts, .max, type: type) == .decimal(DecimalValue(unscaled: 220, scale: 2)))
    }
    #expect(try last(amounts, .sum) == .float64(3.3))
    #expect(try last(amounts, .mean) == .float64(1.65))
    #expect(try last(amounts, .std) == .float64(0.7778174593052023))
    #expect(try last(decimals([String](repeating: "0.1", count: 10)), .sum) == .float64(1))
    #expect(try last(amounts, .sum, type: "decimal(20,4)") == .decimal(DecimalValue(unscaled: 33_000, scale: 4)))
    #expect(try last(decimals(["2.00", "3.00"]), .sum, type: "int64") == .int64(5))
  }

  @Test("decimals that are one double are told apart")
  func closeDecimals() throws {
    let close = decimals(["0.10000000000000000001", "0.10000000000000000003", "0.10000000000000000002"])
    #expect(
      try last(close, .max, type: "decimal") == .decimal(DecimalValue(unscaled: 10_000_000_000_000_000_003, scale: 20)))
    #expect(
      try last(close, .min, type: "decimal") == .decimal(DecimalValue(unscaled: 10_000_000_000_000_000_001, scale: 20)))
    #expect(try last(close, .countDistinct, type: "int64") == .int64(3))
  }

  @Test("a decimal that does not fit its type is an error, a fill value is brought to the scale")
  func decimalTypes() throws {
    #expect(throws: FeatureStoreError.self) { try last(decimals(["1.25"]), .sum, type: "decimal(10,1)") }
    #expect(throws: FeatureStoreError.self) { try last(decimals(["1234.5"]), .sum, type: "decimal(4,1)") }
    #expect(throws: FeatureStoreError.self) { try last(decimals(["1.5"]), .sum, type: "int64") }
    #expect(throws: FeatureStoreError.self) { try last(.float64([0.5]), .sum, type: "decimal") }
    #expect(throws: FeatureStoreError.self) { try last(decimals(["1"]), .sum, type: "decimal(39,1)") }
    let none = decimals([nil, nil])
    #expect(try last(none, .sum, type: "decimal(10,2)", fill: 0.5) == .decimal(DecimalValue(unscaled: 50, scale: 2)))
    #expect(
      try last(none, .sum, type: "decimal(10,2)", fill: "1.10") == .decimal(DecimalValue(unscaled: 110, scale: 2)))
    #expect(throws: FeatureStoreError.self) { try last(none, .sum, type: "decimal(10,2)", fill: 0.125) }
  }

  @Test("deviations and means of numbers near the ends of the range", arguments: [nil, 7])
  func extremes(_ days: Int?) throws {
    let epoch: Int64 = 1_700_000_000_000_000_000
    let cases: [(Column, Double, Double)] = [
      (.int64([epoch, epoch + 1, epoch + 3]), 1.7e18, 1.5275252316519468),
      (.float64([0x1p53, 0x1p53 + 2, 0x1p53 + 4]), 0x1p53 + 2, 2),
      (.float64([1e-200, 2e-200, 4e-200]), 2.3333333333333334e-200, 1.5275252316519466e-200),
      (.float64([1e200, 2e200, 4e200]), 2.333333333333333e200, 1.5275252316519467e200),
      (.float64([1.7e308, 1.7e308]), 1.7e308, 0),
      (.int64([.max, .min, .max]), 3.0744573456182584e18, 1.0650232656628343e19),
    ]
    for (column, mean, deviation) in cases {
      #expect(try last(column, .mean, days: days) == .float64(mean))
      #expect(try last(column, .std, days: days) == .float64(deviation))
    }
    #expect(try last(.float64([.infinity, 1]), .std, days: days) == .null)
  }

  @Test("a sum of integers is exact as int64 and the nearest number as float64; what does not fit is an error")
  func integerSums() throws {
    let large: Column = .int64([.max, .max])
    #expect(try last(large, .sum) == .float64(0x1p64))
    #expect(try last(large, .sum, type: "decimal") == .decimal(DecimalValue(unscaled: 2 * Int128(Int64.max), scale: 0)))
    let beyond = #expect(throws: FeatureStoreError.self) { try last(large, .sum, type: "int64") }
    #expect(beyond?.message.contains("a sum beyond its data type int64") == true)
    #expect(try last(.int64([.max, -1, 1]), .sum, type: "int64") == .int64(.max))
    #expect(try last(.bool([true, true]), .sum, type: "int64") == .int64(2))
    let error = #expect(throws: FeatureStoreError.self) { try last(.int64([.max]), .max) }
    #expect(error?.message.contains("Use data_type int64") == true)
  }
}
