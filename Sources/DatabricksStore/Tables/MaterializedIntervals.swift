internal import DataFrames

/// The time windows of a view that were materialized: what online reads may see.
///
/// Each window is a property of its own, so that two materializations at the same time do not lose each other's.
struct MaterializedIntervals: Sendable, Equatable {
  private static let prefix = FeatureTableProperties.prefix + "materialized."

  /// Microseconds since 1970, both ends included; apart from each other and sorted.
  private(set) var windows: [ClosedRange<Int64>]

  init(_ properties: [String: String]) {
    let found = properties.compactMap { (key: String, value: String) -> ClosedRange<Int64>? in
      guard key.hasPrefix(Self.prefix), let from = Int64(key.dropFirst(Self.prefix.count)), let to = Int64(value),
        from <= to
      else { return nil }
      return from...to
    }
    windows = Self.merged(found)
  }

  var isEmpty: Bool { windows.isEmpty }

  /// Up to when values were materialized.
  var end: Timestamp? { windows.last.map { Timestamp($0.upperBound, .microseconds) } }

  /// What to set and what to remove so that a window is added.
  func adding(_ window: ClosedRange<Int64>) -> (set: [String: String], unset: [String]) {
    let all = Self.merged(windows + [window])
    guard let whole = all.first(where: { $0.contains(window.lowerBound) }) else { return ([:], []) }
    let gone = windows.filter { whole.contains($0.lowerBound) && $0.lowerBound != whole.lowerBound }
    return (
      [Self.prefix + "\(whole.lowerBound)": "\(whole.upperBound)"], gone.map { Self.prefix + "\($0.lowerBound)" }
    )
  }

  private static func merged(_ windows: [ClosedRange<Int64>]) -> [ClosedRange<Int64>] {
    windows.sorted { $0.lowerBound < $1.lowerBound }.reduce(into: []) {
      (merged: inout [ClosedRange<Int64>], window: ClosedRange<Int64>) in
      guard let last = merged.last, window.lowerBound <= last.upperBound.addingReportingOverflow(1).partialValue else {
        merged.append(window)
        return
      }
      merged[merged.count - 1] = last.lowerBound...max(last.upperBound, window.upperBound)
    }
  }

  /// The windows as a condition on a column of TIMESTAMP; true for none of the rows when nothing was materialized.
  func condition(on column: String) -> String {
    if windows.isEmpty { return "false" }
    let parts = windows.map {
      "(\(column) >= \(SQLText.timestamp(micros: $0.lowerBound)) AND \(column) <= \(SQLText.timestamp(micros: $0.upperBound)))"
    }
    return "(" + parts.joined(separator: " OR ") + ")"
  }
}
