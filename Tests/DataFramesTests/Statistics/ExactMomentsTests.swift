import DataFrames
import Testing

/// The golden file was made with Python's fractions by `Tests/Fixtures/dataframes/make_exact.py`.
@Suite struct ExactMomentsTests {
  struct Case {
    let text: String
    let column: Column
    let sum: Double
    let mean: Double
    let std: Double?
  }

  private func golden() throws -> [Case] {
    let folder = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/Fixtures/dataframes/"
    let texts = Dictionary(
      uniqueKeysWithValues: ["type", "values", "sum", "mean", "std"].map { ($0, ColumnType.string) })
    let frame = try DataFrame(csv: folder + "exact.csv", options: CSVOptions(types: texts))
    func text(_ name: String, _ row: Int) throws -> String { try frame[name, as: String.self][row] ?? "" }
    return try (0..<frame.rowCount).map { (row: Int) -> Case in
      let values = try text("values", row).split(separator: " ").map(String.init)
      let column: Column =
        switch try text("type", row) {
        case "int64": .int64(values.map { Int64($0) })
        case "decimal": .decimal(values.map { DecimalValue($0) })
        default: .float64(values.map { Double($0) })
        }
      return Case(
        text: values.joined(separator: " "), column: column, sum: try #require(Double(text("sum", row))),
        mean: try #require(Double(text("mean", row))), std: Double(try text("std", row)))
    }
  }

  @Test("sum, mean and deviation are the nearest doubles to the exact ones")
  func exact() throws {
    let cases = try golden()
    for known in cases {
      let text = known.text
      #expect(known.column.nullCount == 0)
      #expect(try known.column.mean() == known.mean, "\(text)")
      #expect(try known.column.std() == known.std, "\(text)")
      let summary = (["x": known.column] as DataFrame).describe()
      #expect(try summary["mean", as: Double.self][0] == known.mean, "\(text)")
      #expect(try summary["std", as: Double.self][0] == known.std, "\(text)")
      if known.column.type == .float64 {
        #expect(try known.column.values(as: Double.self).sum() == known.sum, "\(text)")
      }
    }
    #expect(Set(cases.map { "\($0.column.type)".prefix(5) }) == ["float", "int64", "decim"])
    #expect(cases.filter { ($0.std ?? 0) > 0 }.count > 150)
  }

  @Test(
    "removing is exact: a sliding window gives what its numbers alone give", arguments: 1...12 as ClosedRange<UInt64>)
  func sliding(_ seed: UInt64) {
    var random = SeededGenerator(seed: Int(seed))
    let values = (0..<120).map { (_: Int) -> Double in
      let exponent = Int.random(in: -300...300, using: &random)
      return Double(sign: .plus, exponent: exponent, significand: Double.random(in: -2...2, using: &random))
    }
    var window = ExactMoments(withSquares: true)
    for (index, value) in values.enumerated() {
      window.add(value)
      if index >= 10 { window.remove(values[index - 10]) }
      var fresh = ExactMoments(withSquares: true)
      for value in values[max(0, index - 9)...index].reversed() { fresh.add(value) }
      #expect(window.total() == fresh.total() && window.mean() == fresh.mean(), "seed \(seed), \(index)")
      #expect(window.deviation() == fresh.deviation(), "seed \(seed), \(index)")
    }
    window.reset()
    #expect(window.total() == nil && window.count == 0 && window.deviation() == nil)
    window.add(0.0)
    window.add(-0.0)
    #expect(window.total() == 0 && window.deviation() == 0 && window.integer() == 0)
  }

  @Test("infinite numbers make the sum infinite or NaN and the deviation NaN, and leave a window again")
  func infinite() {
    var moments = ExactMoments(withSquares: true)
    moments.add(.infinity)
    moments.add(1.0)
    #expect(moments.total() == .infinity && moments.mean() == .infinity && moments.deviation()?.isNaN == true)
    moments.add(-.infinity)
    #expect(moments.total()?.isNaN == true)
    moments.remove(.infinity)
    #expect(moments.total() == -.infinity)
    moments.remove(-.infinity)
    moments.add(3.0)
    #expect(moments.mean() == 2 && moments.deviation() == 2.0.squareRoot())
  }

  @Test("decimal sums may have more than 38 digits in between, not at the end")
  func decimalSums() throws {
    let most = try #require(DecimalValue(String(repeating: "9", count: 38)))
    let least = DecimalValue(unscaled: -most.unscaled, scale: 0)
    let column = Column.decimal([most, most, nil, least])
    #expect(try column.values(as: DecimalValue.self).sum() == most)
    #expect(try column.values(as: DecimalValue.self).mean().map { abs($0 - 1e38 / 3) < 1e22 } == true)
    #expect(
      thrownCode { try Column.decimal([most, DecimalValue("1")]).values(as: DecimalValue.self).sum() } == .outOfRange)
  }

  @Test("a quantile between two numbers far apart is no infinity")
  func farApart() throws {
    let column = Column.float64([-1.7e308, 1.7e308])
    #expect(try column.quantile(0.5) == 0)
    #expect(try column.quantile(0.75).map { abs($0 / 0.85e308 - 1) < 1e-15 } == true)
    #expect(try Column.float64([-.infinity, 1]).quantile(0.5) == -.infinity)
  }
}
