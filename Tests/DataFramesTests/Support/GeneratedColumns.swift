import DataFrames

/// Columns of every type with few distinct values, so that equal values, nulls, NaN and extremes all occur.
enum GeneratedColumns {
  static let orderedTypes: [String] = [
    "bool", "int32", "int64", "float32", "float64", "string", "dictionary", "binary", "date", "timestamp", "decimal",
  ]

  static func column(_ kind: String, count: Int, nulls: Int = 20, _ random: inout SeededGenerator) -> Column {
    func values<Value>(_ choices: [Value]) -> [Value?] {
      (0..<count).map { _ in random.orNull(nulls, random.pick(choices)) }
    }
    switch kind {
    case "bool": return .bool(values([true, false]))
    case "int32": return .int32(values([.min, -1, 0, 1, 256, .max]))
    case "int64": return .int64(values([.min, -70_000, -1, 0, 1, 1 << 40, .max]))
    case "float32": return .float32(values([-.infinity, -1.5, -0.0, 0, 0.25, .infinity, .nan]))
    case "float64":
      return .float64(values([-.infinity, -1e300, -0.0, 0, .leastNonzeroMagnitude, 0.1, .infinity, .nan]))
    case "string": return .string(values(texts))
    case "dictionary": return dictionary(values(Array(texts.indices)))
    case "binary":
      return .binary(values([[], [0], [0, 0], [255], [1, 2, 3, 4, 5, 6, 7, 8], [1, 2, 3, 4, 5, 6, 7, 8, 0]]))
    case "date": return .date(values([-1, 0, 19_000].map { CivilDate(daysSinceEpoch: $0) }))
    case "timestamp": return .timestamp(values([-5, 0, 1, 1_700_000_000_000_000].map { Timestamp($0, .microseconds) }))
    default:
      let numbers: [Int128] = [-1 << 100, -1 << 64, -1, 0, 1, 1 << 64, 1 << 100]
      return .decimal(values(numbers.map { DecimalValue(unscaled: $0, scale: 2) }))
    }
  }

  static let texts = ["", "a", "a\0", "ab", "Zürich", "abcdefgh", "abcdefgh\0", "abcdefghi", "abcdefghij", "z", "東京"]

  /// Dictionary-encoded text whose dictionary holds one text twice.
  static func dictionary(_ entries: [Int?]) -> Column {
    var values = TextBuffer()
    for text in texts + ["ab"] { values.append(text) }
    let codes = entries.enumerated().map { (row: Int, entry: Int?) -> Int32 in
      entry == 3 && row % 2 == 0 ? Int32(texts.count) : Int32(entry ?? 0)
    }
    return Column(
      .dictionary(DictionaryText(codes: codes, values: values)),
      validity: Validity.bitmap(count: entries.count) { (row: Int) -> Bool in entries[row] != nil })
  }
}
