/// Reads the header field `Retry-After` (RFC 9110, section 10.2.3).
enum RetryAfter {
  /// Longer than anyone waits; what is said to be longer counts as this.
  private static let longest: Int64 = 365 * 86_400

  /// Returns how long a server asks to wait; nil where it does not say so in a readable way.
  ///
  /// - Parameters:
  ///   - value: Whole seconds, or a date.
  ///   - date: The field `Date` of the same answer. A date of the server counts from the server's own clock, so that it
  ///     does not matter whether ours is right; without one, a date cannot be used.
  static func wait(_ value: String?, date: String?) -> Duration? {
    guard let value = value?.split(whereSeparator: { $0 == " " || $0 == "\t" }).joined(separator: " "), !value.isEmpty
    else { return nil }
    if value.utf8.allSatisfy({ (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }) {
      return .seconds(min(Int64(value) ?? longest, longest))
    }
    guard let until = HTTPDate.seconds(value), let now = date.flatMap(HTTPDate.seconds) else { return nil }
    return .seconds(min(max(0, until - now), longest))
  }
}
