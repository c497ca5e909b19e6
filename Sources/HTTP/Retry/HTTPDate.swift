internal import DataFrames

/// Reads the dates of header fields, in the three forms of RFC 9110, section 5.6.7.
enum HTTPDate {
  /// Returns the seconds since 1970 of a date, nil for any other text.
  static func seconds(_ text: String) -> Int64? {
    let words = text.split { " ,-\t".contains($0) }.map(String.init)
    switch words.count {
    // Sun, 06 Nov 1994 08:49:37 GMT and Sunday, 06-Nov-94 08:49:37 GMT
    case 6 where words[5] == "GMT" || words[5] == "UTC":
      return seconds(day: words[1], month: words[2], year: words[3], time: words[4])
    // Sun Nov  6 08:49:37 1994
    case 5: return seconds(day: words[2], month: words[1], year: words[4], time: words[3])
    default: return nil
    }
  }

  private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  private static func seconds(day: String, month: String, year: String, time: String) -> Int64? {
    guard let month = months.firstIndex(of: month).map({ Int64($0 + 1) }), let year = fullYear(year),
      let day = number(day, digits: 1...2), (1...CivilDate.daysInMonth(year: year, month: month)).contains(day),
      let time = secondsOfDay(time)
    else { return nil }
    return CivilDate.days(year: year, month: month, day: day) * 86_400 + time
  }

  /// Two digits mean 1970 to 2069.
  private static func fullYear(_ text: String) -> Int64? {
    if let short = number(text, digits: 2...2) { return short < 70 ? 2_000 + short : 1_900 + short }
    return number(text, digits: 4...4)
  }

  /// A second of 60 is a leap second.
  private static func secondsOfDay(_ text: String) -> Int64? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map { number(String($0), digits: 2...2) }
    guard parts.count == 3, let hour = parts[0], let minute = parts[1], let second = parts[2], hour < 24, minute < 60,
      second <= 60
    else { return nil }
    return hour * 3_600 + minute * 60 + second
  }

  private static func number(_ text: String, digits: ClosedRange<Int>) -> Int64? {
    let isNumber = text.utf8.allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
    return isNumber && digits.contains(text.utf8.count) ? Int64(text) : nil
  }
}
