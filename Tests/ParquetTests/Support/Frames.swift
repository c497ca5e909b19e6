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
      ("none", .nulls(.float64, count: rows)),
    ])
  }
}
