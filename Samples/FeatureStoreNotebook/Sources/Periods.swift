import FeatureStore

/// The calendar periods that times fall into, one after the other, gaps included.
struct Periods {
  enum Unit: String, CaseIterable {
    case hour, day, month, quarter, year, decade

    var name: String { rawValue }

    /// The period of a time, such as `1997-03` or `1997 Q1`, in UTC.
    func label(_ time: Timestamp) -> String {
      let text = time.description
      let year = text.prefix { $0 != "-" || text.first == "-" }
      let month = Int(text.dropFirst(year.count + 1).prefix(2)) ?? 1
      switch self {
      case .hour: return text.prefix(year.count + 9).replacing("T", with: " ") + "h"
      case .day: return String(text.prefix(year.count + 6))
      case .month: return String(text.prefix(year.count + 3))
      case .quarter: return "\(year) Q\((month + 2) / 3)"
      case .year: return String(year)
      case .decade: return "\(year.dropLast())0s"
      }
    }

    /// Short enough a step to meet every period.
    fileprivate var stride: Int64 { self == .hour ? 3_600 : 86_400 }
  }

  let unit: Unit
  let labels: [String]
  /// For each time the position of its period.
  private let places: [Int]

  /// Chooses the shortest period of which there are at most 36.
  init(_ times: [Timestamp]) {
    guard let first = times.min(), let last = times.max() else {
      (unit, labels, places) = (.day, [], [])
      return
    }
    let found = Unit.allCases.lazy.map { (unit: $0, labels: Self.labels($0, first, last)) }.first {
      $0.labels.count <= 36
    }
    let (unit, labels) = found ?? (.decade, Self.labels(.decade, first, last))
    let positions = Dictionary(uniqueKeysWithValues: zip(labels, labels.indices))
    (self.unit, self.labels) = (unit, labels)
    places = times.map { positions[unit.label($0)] ?? 0 }
  }

  /// The periods from one time to another; stops after more than can be shown.
  private static func labels(_ unit: Unit, _ first: Timestamp, _ last: Timestamp) -> [String] {
    var labels = [unit.label(first)]
    let end = unit.label(last)
    var seconds = first.seconds
    while labels.last != end, labels.count <= 1_000 {
      seconds += unit.stride
      let label = unit.label(Timestamp(seconds: min(seconds, last.seconds)))
      if label != labels.last { labels.append(label) }
    }
    return labels
  }

  /// How many times of each period meet a condition on their position.
  func counts(_ meets: (Int) -> Bool) -> [Int] {
    var counts = [Int](repeating: 0, count: labels.count)
    for (index, place) in places.enumerated() where meets(index) { counts[place] += 1 }
    return counts
  }
}
