internal import ArgumentParser
internal import FeatureStore

/// For how long a value may be used: in days, or with a unit.
struct TTLOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: "For how many days a value may be used; 0: no limit. Without it what the view has, for a new one no limit.")
  var ttlDays: Int?

  @Option(
    parsing: .unconditional, help: "For how long a value may be used, with a unit: 30d, 6h, 90m, 1.5s, 250ms or 10us.")
  var ttl: TTLArgument?

  /// nil: not said; zero: no limit.
  var duration: Duration? { ttl?.duration ?? ttlDays.map(Duration.days) }

  func validate() throws {
    if ttl != nil, ttlDays != nil {
      throw ValidationError("Give --ttl or --ttl-days, not both.")
    }
  }
}

/// A span of time such as `6h`.
struct TTLArgument: ExpressibleByArgument {
  let duration: Duration

  /// How many seconds, and how many parts of a second, a unit is; `ms` stands before `s`, which it ends with.
  private static let units: [(name: String, seconds: Int, parts: Int)] = [
    ("ms", 1, 1_000), ("us", 1, 1_000_000), ("w", 7 * 86_400, 1), ("d", 86_400, 1), ("h", 3_600, 1), ("m", 60, 1),
    ("s", 1, 1),
  ]

  init?(argument: String) {
    guard let unit = Self.units.first(where: { argument.hasSuffix($0.name) }),
      let count = Duration(decimalSeconds: String(argument.dropLast(unit.name.count))), count <= .longestTTL
    else { return nil }
    duration = count * unit.seconds / unit.parts
    if duration * unit.parts != count * unit.seconds { return nil }
  }
}
