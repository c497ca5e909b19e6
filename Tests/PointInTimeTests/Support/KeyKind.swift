import DataFrames

/// The physical forms a generated key column can take.
enum KeyKind: CaseIterable {
  case bool, int32, int64, float32, float64, date, milliseconds, nanoseconds, string, dictionary, binary

  static let numbers: [KeyKind] = [.int32, .int64, .float32, .float64]
  static let times: [KeyKind] = [.date, .milliseconds, .nanoseconds]
  static let texts: [KeyKind] = [.string, .dictionary, .binary]

  /// A column in which equal numbers are equal keys and nil is a null, whatever the form.
  func column(_ parts: [Int?]) -> Column {
    let numbers = parts.map { $0.map(Int64.init) }
    switch self {
    case .bool: return .bool(numbers.map { $0.map { $0 == 1 } })
    case .int32: return .int32(numbers.map { $0.map { Int32($0) } })
    case .int64: return .int64(numbers)
    case .float32: return .float32(numbers.map { $0.map { Float($0) } })
    case .float64: return .float64(numbers.map { $0.map { Double($0) } })
    case .date: return .date(numbers.map { $0.map { CivilDate(daysSinceEpoch: Int32($0)) } })
    case .milliseconds: return .timestamp(numbers.map { $0.map(Self.midnight) }, unit: .milliseconds)
    case .nanoseconds: return .timestamp(numbers.map { $0.map(Self.midnight) }, unit: .nanoseconds)
    case .string: return .string(parts.map { $0.map(Self.text) })
    case .binary: return .binary(parts.map { $0.map { Array(Self.text($0).utf8) } })
    case .dictionary: return Self.dictionary(parts)
    }
  }

  private static func midnight(_ day: Int64) -> Timestamp { Timestamp(seconds: day * 86_400) }

  /// Texts of 0 to 40 bytes; 0 is the empty one.
  private static func text(_ part: Int) -> String {
    part == 0 ? "" : "\(part)" + String(repeating: "é", count: abs(part) % 20)
  }

  /// Lists its texts backwards, an unused one first and each used one twice.
  private static func dictionary(_ parts: [Int?]) -> Column {
    let distinct = Set(parts.compactMap(\.self)).sorted(by: >)
    var values = TextBuffer()
    values.append("unused")
    for part in distinct + distinct { values.append(text(part)) }
    let codes = parts.enumerated().map { (row: Int, part: Int?) -> Int32 in
      guard let part, let place = distinct.firstIndex(of: part) else { return 0 }
      return Int32(1 + place + (row % 2 == 0 ? 0 : distinct.count))
    }
    let validity = Validity.bitmap(count: parts.count) { (row: Int) -> Bool in parts[row] != nil }
    return Column(.dictionary(DictionaryText(codes: codes, values: values)), validity: validity)
  }
}
