import DataFrames
import Testing

/// The golden files were made with pandas by `Tests/Fixtures/dataframes/make.py`.
@Suite struct PandasTests {
  static let numbers = ["mean", "std", "min", "25%", "50%", "75%", "max"]

  func golden(_ name: String, _ types: [String: ColumnType] = [:]) throws -> DataFrame {
    var folder = #filePath.split(separator: "/").dropLast(3).map(String.init)
    folder += ["Fixtures", "dataframes", name]
    return try DataFrame(csv: "/" + folder.joined(separator: "/"), options: CSVOptions(types: types))
  }

  @Test("describe gives pandas' counts, means, deviations and quantiles")
  func describing() throws {
    let input = try golden("input.csv", ["one": .float64])
    let ours = input.describe()
    let types = Dictionary(uniqueKeysWithValues: Self.numbers.map { ($0, ColumnType.float64) })
    let theirs = try golden("describe.csv", types.merging(["first": .string, "last": .string]) { $1 })
    for name in ["column", "count", "nulls", "unique", "top", "freq", "first", "last"] {
      #expect(try ours.column(name) == theirs.column(name), "\(name)")
    }
    for name in Self.numbers {
      let (mine, other) = (try ours[name, as: Double.self], try theirs[name, as: Double.self])
      for row in 0..<ours.rowCount {
        #expect(isClose(mine[row], other[row]), "\(name) of column \(row): \(mine[row] as Any), \(other[row] as Any)")
      }
    }
  }

  @Test("quantiles, minimum and maximum are pandas' to the last bit")
  func quantiles() throws {
    let input = try golden("input.csv", ["one": .float64])
    let theirs = try golden("describe.csv")
    for (name, fraction) in [("min", 0), ("25%", 0.25), ("50%", 0.5), ("75%", 0.75), ("max", 1)] {
      for row in 0..<5 {
        let column = try input.column(input.columnNames[row])
        #expect(try column.quantile(fraction) == theirs[name, as: Double.self][row], "\(name) of column \(row)")
      }
    }
  }

  @Test("valueCounts and sorted give pandas' order")
  func orders() throws {
    let input = try golden("input.csv")
    #expect(try input.valueCounts("city") == golden("counts.csv"))
    #expect(try input.sorted(by: ["city", .descending("score")]).select(["row"]) == golden("order.csv"))
  }

  private func isClose(_ left: Double?, _ right: Double?) -> Bool {
    guard let left, let right else { return left == nil && right == nil }
    // pandas squares differences as doubles: those of tiny numbers become zero.
    if right == 0, abs(left) < 1e-160 { return true }
    return abs(left - right) <= 1e-12 * max(abs(left), abs(right))
  }
}
