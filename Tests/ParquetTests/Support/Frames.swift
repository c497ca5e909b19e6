import DataFrames

/// Frames with a column of every type.
enum Frames {
  static func everyType(rows: Int, nulls: Bool, seed: UInt64 = 42) throws -> DataFrame {
    var generator = Generator(state: seed)
    func column<Value>(_ make: (inout Generator) -> Value) -> [Value?] {
      (0..<rows).map { (_: Int) -> Value? in
        let value = make(&generator)
        return nulls && Int.random(in: 0..<4, using: &generator) == 0 ? nil : value
      }
    }
    let doubles: [Double] = [.nan, -0.0, 0, .infinity, -.infinity, .leastNonzeroMagnitude, 1.5]
    let int64 = column { Int64.random(in: .min ... .max, using: &$0) }
    func timestamps(_ unit: TimeUnit, utc: Bool) -> Column {
      let values = column { Int64.random(in: -1_000_000_000_000...1_000_000_000_000, using: &$0) }
      return Column(.timestamp(values.map { $0 ?? 0 }, unit, utc: utc), validity: Column(values).validity)
    }
    return try DataFrame(columns: [
      ("bool", .bool(column { Bool.random(using: &$0) })),
      ("int32", .int32(column { Int32.random(in: .min ... .max, using: &$0) })),
      ("int64", .int64(int64)),
      ("few", .int64(column { Int64.random(in: 0..<5, using: &$0) })),
      ("float32", .float32(column { Float.random(in: -1...1, using: &$0) })),
      ("float64", .float64(column { doubles[Int.random(in: 0..<7, using: &$0)] })),
      ("text", .string(column { "text \(UInt32.random(in: .min ... .max, using: &$0)) 日本" })),
      ("words", .string(column { ["", "red", "green", "blå"][Int.random(in: 0..<4, using: &$0)] })),
      ("binary", .binary(column { [UInt8](repeating: 255, count: Int.random(in: 0..<40, using: &$0)) })),
      ("date", .date(column { CivilDate(daysSinceEpoch: Int32.random(in: -9_999...9_999, using: &$0)) })),
      ("ms", timestamps(.milliseconds, utc: true)),
      ("us", timestamps(.microseconds, utc: true)),
      ("ns", timestamps(.nanoseconds, utc: false)),
      (
        "price",
        .decimal(column { DecimalValue(unscaled: Int128(Int64.random(in: -99_999...99_999, using: &$0)), scale: 2) })
      ),
      ("big", decimals(precision: 38, scale: 10, count: rows, nulls: nulls, &generator)),
      ("embedding", .list(column { (generator) -> [Float] in floats(Int.random(in: 0..<5, using: &generator)) })),
      ("tags", .list(column { (generator) -> [String?] in texts(Int.random(in: 0..<4, using: &generator)) })),
      (
        "flags",
        .list(column { (generator) -> [Bool?] in [nil, true, false].suffix(Int.random(in: 0..<4, using: &generator)) })
      ),
      ("none", .nulls(.float64, count: rows)),
      ("no_lists", .nulls(.list(.int64), count: rows)),
    ])
  }

  private static func floats(_ count: Int) -> [Float] { (0..<count).map { Float($0) / 3 } }

  private static func texts(_ count: Int) -> [String?] { (0..<count).map { $0 == 1 ? nil : "tag \($0)" } }

  private static func decimals(
    precision: Int, scale: Int, count: Int, nulls: Bool, _ generator: inout Generator
  ) -> Column {
    let limit = (0..<precision).reduce(Int128(1)) { (power: Int128, _: Int) -> Int128 in power * 10 } - 1
    let values = (0..<count).map { (_: Int) -> Int128 in Int128.random(in: -limit...limit, using: &generator) }
    let validity = Validity.bitmap(count: count) { !nulls || $0 % 3 != 1 }
    let visible = values.indices.map { (row: Int) -> Int128 in validity?[row] ?? true ? values[row] : 0 }
    return Column(.decimal(visible, precision: precision, scale: scale), validity: validity)
  }
}
