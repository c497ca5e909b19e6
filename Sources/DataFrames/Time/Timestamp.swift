/// An instant, exact to the nanosecond, counted in UTC.
///
/// Bulk data keeps its own unit in a timestamp column; this type carries one instant at a time across the API.
///
/// ```swift
/// let start = try Timestamp("2024-01-01")                       // midnight UTC
/// let other = try Timestamp("2024-01-01T09:30:00.25+02:00")
/// ```
public struct Timestamp: Hashable, Sendable, Comparable, CustomStringConvertible {
  /// Whole seconds since 1970-01-01T00:00:00Z, rounded down.
  public let seconds: Int64
  /// Nanoseconds after ``seconds``, from 0 to 999 999 999.
  public let nanoseconds: Int32

  /// Creates an instant from seconds since 1970-01-01T00:00:00Z.
  ///
  /// - Parameter nanoseconds: Nanoseconds after `seconds`; must be in 0..<1 000 000 000.
  public init(seconds: Int64, nanoseconds: Int32 = 0) {
    precondition((0..<1_000_000_000).contains(nanoseconds), "nanoseconds must be in 0..<1_000_000_000")
    self.seconds = seconds
    self.nanoseconds = nanoseconds
  }

  /// Creates an instant from a count of units since 1970-01-01T00:00:00Z.
  public init(_ count: Int64, _ unit: TimeUnit) {
    let (quotient, remainder) = count.flooredDivision(by: unit.perSecond)
    self.init(seconds: quotient, nanoseconds: Int32(remainder * (1_000_000_000 / unit.perSecond)))
  }

  /// Reads ISO 8601 text: a date alone is midnight UTC, a time without a zone is UTC.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/badTimestamp`` if the text is no such time.
  public init(_ text: String) throws(DataFrameError) {
    guard let parsed = ISO8601Parser.timestamp(text.utf8) else {
      throw DataFrameError(
        .badTimestamp,
        "'\(text)' is not a time. Write ISO 8601, such as 2024-01-31 or 2024-01-31T12:30:00Z.")
    }
    self = parsed
  }

  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    (left.seconds, left.nanoseconds) < (right.seconds, right.nanoseconds)
  }

  /// The instant as `2024-01-31T12:30:00Z`, with as many fractional digits (3, 6 or 9) as it needs.
  public var description: String { text(separator: "T", suffix: "Z") }

  /// The number of units since the epoch, rounded down, held at the ends of `Int64` when out of range.
  public func count(in unit: TimeUnit) -> Int64 {
    let fraction = Int64(nanoseconds) / (1_000_000_000 / unit.perSecond)
    // Negative seconds are moved up by one first: the product alone may leave the range when the sum does not.
    let base = seconds < 0 ? seconds + 1 : seconds
    let rest = seconds < 0 ? fraction - unit.perSecond : fraction
    let (product, overflow) = base.multipliedReportingOverflow(by: unit.perSecond)
    let (sum, overflowed) = product.addingReportingOverflow(rest)
    return overflow || overflowed ? (seconds < 0 ? .min : .max) : sum
  }

  /// The first count of a unit that is not before this instant.
  package func roundedUp(in unit: TimeUnit) -> Int64 {
    let floor = count(in: unit)
    return floor < .max && Timestamp(floor, unit) < self ? floor + 1 : floor
  }

  package func text(separator: String, suffix: String) -> String {
    let (days, secondOfDay) = seconds.flooredDivision(by: 86_400)
    let (year, month, day) = CivilDate.civil(fromDays: days)
    let date = "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
    let hours = padded(secondOfDay / 3_600, 2)
    let minutes = padded(secondOfDay / 60 % 60, 2)
    return "\(date)\(separator)\(hours):\(minutes):\(padded(secondOfDay % 60, 2))\(fractionText)\(suffix)"
  }

  private var fractionText: String {
    if nanoseconds == 0 { return "" }
    if nanoseconds % 1_000_000 == 0 { return "." + padded(Int64(nanoseconds / 1_000_000), 3) }
    if nanoseconds % 1_000 == 0 { return "." + padded(Int64(nanoseconds / 1_000), 6) }
    return "." + padded(Int64(nanoseconds), 9)
  }
}

extension Int64 {
  /// Returns the quotient rounded down and the remainder in `0..<divisor`.
  @inlinable
  package func flooredDivision(by divisor: Int64) -> (quotient: Int64, remainder: Int64) {
    let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}
