import FeatureStore
import Foundation

/// Joins and groups frames for `check.py`.
///
///   frames-peer asof LEFT RIGHT OUT TIME KEYS TTL-SECONDS CREATED      `-` for no ttl, no created column
///   frames-peer join LEFT RIGHT OUT KEYS KIND
///   frames-peer group IN OUT KEYS AGGREGATION:COLUMN…
@main
struct FramesPeer {
  static func main() {
    do {
      try run(Array(CommandLine.arguments.dropFirst()))
    } catch {
      FileHandle.standardError.write(Data("frames-peer: \(error)\n".utf8))
      exit(1)
    }
  }

  private static func run(_ arguments: [String]) throws {
    switch (arguments.first, arguments.count) {
    case ("asof", 8): try joinAsOf(arguments)
    case ("join", 6):
      guard let kind = JoinKind(rawValue: arguments[5]) else { throw PeerFailure(text: "no kind \(arguments[5])") }
      let right = try DataFrame(parquet: arguments[2])
      try DataFrame(parquet: arguments[1]).joined(right, on: names(arguments[4]), kind: kind).writeParquet(
        to: arguments[3])
    case ("group", 5...):
      let grouped = try DataFrame(parquet: arguments[1]).grouped(by: names(arguments[3]))
      try grouped.aggregated(try arguments.dropFirst(4).map(aggregation)).writeParquet(to: arguments[2])
    default: throw PeerFailure(text: "usage: frames-peer asof | join | group …")
    }
  }

  private static func joinAsOf(_ arguments: [String]) throws {
    let ttl = Double(arguments[6]).map { Duration.seconds($0) }
    let created = arguments[7] == "-" ? nil : arguments[7]
    let right = try DataFrame(parquet: arguments[2])
    try DataFrame(parquet: arguments[1]).asOfJoined(
      right, on: arguments[4], by: names(arguments[5]), ttl: ttl, created: created, matchedTime: "matched"
    ).writeParquet(to: arguments[3])
  }

  private static func names(_ text: String) -> [String] { text.split(separator: ",").map(String.init) }

  private static func aggregation(_ text: String) throws -> Aggregation {
    let parts = text.split(separator: ":").map(String.init)
    switch (parts.first, parts.last) {
    case ("rows", _): return .count(as: "rows")
    case ("count", let column?): return .count(column)
    case ("distinct", let column?): return .distinctCount(column)
    case ("sum", let column?): return .sum(column)
    case ("mean", let column?): return .mean(column)
    case ("std", let column?): return .standardDeviation(column)
    case ("min", let column?): return .minimum(column)
    case ("max", let column?): return .maximum(column)
    case ("first", let column?): return .first(column)
    case ("last", let column?): return .last(column)
    default: throw PeerFailure(text: "no aggregation \(text)")
    }
  }
}

struct PeerFailure: Error, CustomStringConvertible {
  let text: String
  var description: String { text }
}
