package import FeatureStore

/// Days are counted from 1970-01-01; these make them from and into what people write.
package enum Days {
  /// The first days of `count` months in a row.
  package static func months(from year: Int, _ month: Int, count: Int) throws -> [Int] {
    try (0..<count).map { (offset: Int) -> Int in
      let index = month - 1 + offset
      let number = index % 12 + 1
      return try day("\(year + index / 12)-\(number < 10 ? "0" : "")\(number)-01")
    }
  }

  package static func day(_ text: String) throws -> Int { Int(try Timestamp(text).seconds / 86_400) }

  /// Midnight UTC at the start of a day.
  package static func midnight(_ day: Int) -> Timestamp { Timestamp(seconds: Int64(day) * 86_400) }

  package static func text(_ day: Int) -> String { CivilDate(daysSinceEpoch: Int32(day)).description }
}
