import DataFrames
import Testing

@Suite struct StatisticsTests {
  @Test("nulls and NaN are passed over")
  func missingValues() throws {
    let column = Column.float64([nil, .nan, 1, 4, nil])
    let values = try column.values(as: Double.self)
    #expect(values.min() == 1 && values.max() == 4 && values.sum() == 5 && values.mean() == 2.5)
    #expect(try column.std().map { abs($0 - 4.5.squareRoot()) < 1e-15 } == true)
    #expect(try column.quantile(0.5) == 2.5)
  }

  @Test("without values there is no statistic, and one value has no deviation")
  func empty() throws {
    for values in [[], [nil], [.nan, nil]] as [[Double?]] {
      let typed = try Column.float64(values).values(as: Double.self)
      #expect(typed.min() == nil && typed.max() == nil && typed.sum() == nil && typed.mean() == nil)
      #expect(try Column.float64(values).quantile(0.5) == nil)
    }
    #expect(try Column.int64([nil]).values(as: Int64.self).sum() == nil)
    #expect(try Column.int64([7]).std() == nil && Column.int64([7]).mean() == 7)
    #expect(try Column.decimal([nil]).values(as: DecimalValue.self).sum() == nil)
  }

  @Test("integer sums are exact, may leave the range in between, and are an error outside it")
  func integerSums() throws {
    #expect(try Column.int64([.max, 1, -1]).values(as: Int64.self).sum() == .max)
    #expect(try Column.int32([.max, .max, nil]).values(as: Int32.self).sum() == 2 * Int64(Int32.max))
    let error = #expect(throws: DataFrameError.self) { try Column.int64([.max, 1]).values(as: Int64.self).sum() }
    #expect(error?.code == .outOfRange)
  }

  @Test("decimal sums, means and extremes are exact")
  func decimals() throws {
    let values = ["0.10", "0.20", "-1.05"].map { DecimalValue($0) }
    let column = Column.decimal(values + [nil])
    let typed = try column.values(as: DecimalValue.self)
    #expect(try typed.sum() == DecimalValue("-0.75"))
    #expect(typed.min() == DecimalValue("-1.05") && typed.max() == DecimalValue("0.20"))
    #expect(try column.mean() == -0.25)
    #expect(try Column.decimal([DecimalValue("12345678901234567890.5")]).mean() == 12_345_678_901_234_567_890.5)
  }

  @Test("the sum of floats does not depend on their order")
  func compensation() throws {
    #expect(try Column.float64([1, 1e100, 1, -1e100]).values(as: Double.self).sum() == 2)
    #expect(try Column.float64([.infinity, 1]).values(as: Double.self).sum() == .infinity)
    #expect(try Column.float32([0.5, 0.25]).values(as: Float.self).sum() == 0.75)
  }

  @Test("the mean of a bool column is the share of true; text has no mean")
  func kinds() throws {
    #expect(try Column.bool([true, false, nil, true, true]).mean() == 0.75)
    let error = #expect(throws: DataFrameError.self) { try Column.string(["1"]).mean() }
    #expect(error?.message == "A string column has no mean. It needs numbers.")
    #expect(thrownCode { try Column.int64([1]).quantile(1.5) } == .outOfRange)
    #expect(try Column.string(["b", nil, "a"]).values(as: String.self).min() == "a")
  }

  @Test("agrees with textbook formulas on generated numbers", arguments: 0..<15)
  func oracle(seed: Int) throws {
    var random = SeededGenerator(seed: seed)
    let rows = (0..<Int.random(in: 2...90, using: &random)).map { _ in
      random.orNull(20, Int64.random(in: -1_000...1_000, using: &random))
    }
    let numbers = rows.compactMap { $0.map(Double.init) }.sorted()
    guard numbers.count > 1 else { return }
    let column = Column.int64(rows)
    let mean = numbers.reduce(0, +) / Double(numbers.count)
    let variance = numbers.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(numbers.count - 1)
    #expect(try column.mean().map { abs($0 - mean) < 1e-9 } == true, "seed \(seed)")
    #expect(try column.std().map { abs($0 - variance.squareRoot()) < 1e-9 } == true, "seed \(seed)")
    #expect(try column.values(as: Int64.self).sum() == Int64(numbers.reduce(0, +)), "seed \(seed)")
    #expect(try column.quantile(0) == numbers.first && column.quantile(1) == numbers.last, "seed \(seed)")
    let middle = (numbers[(numbers.count - 1) / 2] + numbers[numbers.count / 2]) / 2
    #expect(try column.quantile(0.5) == middle, "seed \(seed)")
  }
}
