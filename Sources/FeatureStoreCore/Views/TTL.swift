package import DataFrames

/// A ttl: a span of time, exact to the microsecond.
extension Duration {
  /// The longest ttl, about 292 years: what fits nanoseconds in an `Int64`.
  package static let longestTTL = Duration.seconds(106_751 * 86_400)

  /// Days of 24 hours, held at the ends of what a duration can say.
  package static func days(_ days: Int) -> Duration {
    let (seconds, overflow) = Int64(days).multipliedReportingOverflow(by: 86_400)
    return .seconds(overflow ? (days < 0 ? .min : .max) : seconds)
  }

  /// The number of days when it is a whole one.
  package var wholeDays: Int? {
    guard abs <= .seconds(Int64.max), components.attoseconds == 0, components.seconds % 86_400 == 0 else { return nil }
    return Int(components.seconds / 86_400)
  }

  /// Whole microseconds, rounded down and held at the ends of `Int64`.
  package var microseconds: Int64 {
    guard abs < .seconds(Int64.max / 1_000_000) else { return self < .zero ? .min : .max }
    let (seconds, attoseconds) = components
    return seconds * 1_000_000 + attoseconds.flooredDivision(by: 1_000_000_000_000).quotient
  }

  /// Whether a microsecond, the finest that Feast keeps, measures it without a rest.
  package var isWholeMicroseconds: Bool {
    abs <= .seconds(Int64.max) && components.attoseconds % 1_000_000_000_000 == 0
  }

  /// The seconds in decimal digits, such as `21600` or `1.5`.
  package var decimalSeconds: String {
    guard abs <= .seconds(Int64.max) else { return self < .zero ? "\(Int64.min)" : "\(Int64.max)" }
    let (seconds, attoseconds) = components
    let sign = self < .zero ? "-" : ""
    if attoseconds == 0 { return "\(sign)\(seconds.magnitude)" }
    var digits = String(attoseconds.magnitude)
    digits = String(repeating: "0", count: 18 - digits.count) + digits
    while digits.hasSuffix("0") { digits.removeLast() }
    return "\(sign)\(seconds.magnitude).\(digits)"
  }

  /// Reads seconds in decimal digits, as ``decimalSeconds`` writes them; nil for anything else.
  package init?(decimalSeconds text: String) {
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    guard let whole = parts.first, let seconds = Int64(whole), seconds >= 0 else { return nil }
    guard parts.count == 2 else {
      self = .seconds(seconds)
      return
    }
    let digits = parts[1]
    guard (1...18).contains(digits.utf8.count),
      digits.utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains),
      let fraction = Int64(digits + String(repeating: "0", count: 18 - digits.utf8.count))
    else { return nil }
    self.init(secondsComponent: seconds, attosecondsComponent: fraction)
  }

  /// The span in its largest whole unit, such as `30 days`, `6 hours` or `1.5 seconds`.
  package var phrase: String {
    let units: [(name: String, seconds: Int64)] = [("day", 86_400), ("hour", 3_600), ("minute", 60)]
    if self != .zero, abs <= .seconds(Int64.max), components.attoseconds == 0 {
      for unit in units where components.seconds % unit.seconds == 0 {
        let count = components.seconds / unit.seconds
        return "\(count) \(unit.name)\(count == 1 ? "" : "s")"
      }
    }
    return "\(decimalSeconds) second\(self == .seconds(1) ? "" : "s")"
  }

  private var abs: Duration { self < .zero ? .zero - self : self }
}

extension Duration? {
  /// A ttl in words.
  package var ttlPhrase: String { map(\.phrase) ?? "no limit" }
}

extension Timestamp {
  /// 0001-01-01T00:00:00Z, the first instant that Python and a registry can say.
  package static let earliest = Timestamp(seconds: -62_135_596_800)

  /// The instant a span earlier, held at ``earliest``.
  package func earlier(by span: Duration) -> Timestamp {
    guard self > .earliest else { return self }
    let reach = Duration.seconds(seconds) + .nanoseconds(Int64(nanoseconds)) - .seconds(Self.earliest.seconds)
    guard span < reach else { return .earliest }
    let (rest, attoseconds) = (reach - span).components
    // A span finer than a nanosecond leaves a rest between two instants; the later one is not too early.
    let nanoseconds = (attoseconds + 999_999_999) / 1_000_000_000
    let carried = nanoseconds == 1_000_000_000
    return Timestamp(
      seconds: Self.earliest.seconds + rest + (carried ? 1 : 0), nanoseconds: carried ? 0 : Int32(nanoseconds))
  }
}
