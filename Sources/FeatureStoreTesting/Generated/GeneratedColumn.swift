internal import DataFrames

/// Columns of generated values: ordinary ones, nulls, and the ends of what a type can hold.
enum GeneratedColumn {
  /// A column of a type; about one value in six is null.
  static func values(_ type: ColumnType, _ count: Int, _ numbers: inout SeededNumbers) -> Column {
    switch type {
    case .bool: return .bool(each(count, &numbers) { $0.chance(50) })
    case .int32:
      return .int32(each(count, &numbers) { $0.pick([.min, -1, 0, 1, .max, .random(in: -999...999, using: &$0)]) })
    case .int64: return .int64(each(count, &numbers) { integer(&$0) })
    case .float32: return .float32(each(count, &numbers) { float(&$0) })
    case .float64: return .float64(each(count, &numbers) { double(&$0) })
    case .string: return .string(each(count, &numbers) { text(&$0) })
    case .binary: return .binary(each(count, &numbers) { bytes(&$0) })
    case .date: return .date(each(count, &numbers) { CivilDate(daysSinceEpoch: Int32($0.number(-25_000...60_000))) })
    case .timestamp(let unit, _):
      let values = each(count, &numbers) {
        Timestamp(Int64.random(in: -2_000_000_000_000_000...4_000_000_000_000_000, using: &$0), .microseconds)
      }
      return .timestamp(values, unit: unit)
    case .decimal(let precision, let scale): return decimals(precision, scale, count, &numbers)
    case .list(let element): return lists(of: element, count, &numbers)
    }
  }

  private static func each<Value>(
    _ count: Int, _ numbers: inout SeededNumbers, _ make: (inout SeededNumbers) -> Value
  ) -> [Value?] {
    (0..<count).map { (_: Int) -> Value? in
      let value = make(&numbers)
      return numbers.chance(16) ? nil : value
    }
  }

  private static func integer(_ numbers: inout SeededNumbers) -> Int64 {
    let usual = Int64.random(in: -1_000_000...1_000_000, using: &numbers)
    // Beyond 2^53, where a way through doubles would show.
    return numbers.pick([usual, usual, usual, .min, .max, 9_007_199_254_740_993])
  }

  private static func double(_ numbers: inout SeededNumbers) -> Double {
    let usual = Double.random(in: -1e6...1e6, using: &numbers)
    return numbers.pick([usual, usual, usual, 0, -0.0, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, 1e308])
  }

  private static func float(_ numbers: inout SeededNumbers) -> Float {
    let usual = Float.random(in: -1e6...1e6, using: &numbers)
    return numbers.pick([usual, usual, usual, 0, .nan, .infinity, -.infinity, .greatestFiniteMagnitude, 0.1])
  }

  private static func text(_ numbers: inout SeededNumbers) -> String {
    let usual = "text \(numbers.number(0...5_000))"
    let long = String(repeating: "ab", count: numbers.number(1...60))
    return numbers.pick([usual, usual, "", " ", "null", "it's \"quoted\", \\ and\na second line", "zażółć 漢字 🙂", long])
  }

  private static func bytes(_ numbers: inout SeededNumbers) -> [UInt8] {
    (0..<numbers.pick([0, 1, 4, 33])).map { _ in UInt8.random(in: .min ... .max, using: &numbers) }
  }

  private static func decimals(
    _ precision: Int, _ scale: Int, _ count: Int, _ numbers: inout SeededNumbers
  ) -> Column {
    let bound = (0..<precision).reduce(Int128(1)) { (power: Int128, _: Int) -> Int128 in power * 10 } - 1
    let values = each(count, &numbers) { (numbers: inout SeededNumbers) -> Int128 in
      numbers.pick([0, bound, -bound, Int128(numbers.number(-99_999...99_999))])
    }
    let validity = Validity.bitmap(count: count) { values[$0] != nil }
    return Column(.decimal(values.map { $0 ?? 0 }, precision: precision, scale: scale), validity: validity)
  }

  /// Null lists, empty ones, and nulls inside.
  private static func lists(of element: ColumnType, _ count: Int, _ numbers: inout SeededNumbers) -> Column {
    let lengths = each(count, &numbers) { $0.pick([0, 1, 3, 3, 8]) }
    let offsets = lengths.reduce(into: [0]) { (offsets: inout [Int], length: Int?) in
      offsets.append((offsets.last ?? 0) + (length ?? 0))
    }
    let elements = values(element, offsets.last ?? 0, &numbers)
    let validity = Validity.bitmap(count: count) { lengths[$0] != nil }
    return Column(.list(ListBuffer(offsets: offsets, elements: elements)), validity: validity)
  }
}
