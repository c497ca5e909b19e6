/// Reads ISO 8601 dates and times from ASCII digits, without Foundation.
///
/// Accepted: `YYYY-MM-DD`, then optionally `T`, `t` or a space, `hh:mm`, `:ss`, a fraction of up to nine digits after
/// `.` or `,`, and a zone (`Z`, `z`, `UTC`, `GMT`, `+hh:mm`, `+hhmm`, `+hh`), after a space or not. No zone means UTC. A leap second (`:60`) is refused.
package enum ISO8601Parser {
  package static func timestamp(_ text: some Sequence<UInt8>) -> Timestamp? { timestamp(ArraySlice(text)) }
  package static func date(_ text: some Sequence<UInt8>) -> CivilDate? { date(ArraySlice(text)) }

  /// Reads a part of a buffer without copying it.
  package static func timestamp(_ text: ArraySlice<UInt8>) -> Timestamp? {
    var scanner = DigitScanner(text)
    guard let days = scanner.date() else { return nil }
    if scanner.isAtEnd { return Timestamp(seconds: days * 86_400) }
    guard scanner.skip(UInt8(ascii: "T")) || scanner.skip(UInt8(ascii: "t")) || scanner.skip(UInt8(ascii: " ")),
      let (seconds, nanoseconds) = scanner.time(), let offset = scanner.zone(), scanner.isAtEnd
    else { return nil }
    return Timestamp(seconds: days * 86_400 + seconds - offset, nanoseconds: nanoseconds)
  }

  /// Reads a part of a buffer without copying it.
  package static func date(_ text: ArraySlice<UInt8>) -> CivilDate? {
    var scanner = DigitScanner(text)
    guard let days = scanner.date(), scanner.isAtEnd else { return nil }
    return CivilDate(daysSinceEpoch: Int32(days))
  }
}

/// Walks over the bytes of one date or time.
private struct DigitScanner {
  private let bytes: ArraySlice<UInt8>
  private var position: Int

  init(_ text: ArraySlice<UInt8>) {
    bytes = text
    position = text.startIndex
  }

  var isAtEnd: Bool { position == bytes.endIndex }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard position < bytes.endIndex, bytes[position] == byte else { return false }
    position += 1
    return true
  }

  private mutating func skip(word: StaticString) -> Bool {
    let end = position + word.utf8CodeUnitCount
    let isThere = end <= bytes.endIndex && word.withUTF8Buffer { bytes[position..<end].elementsEqual($0) }
    if isThere { position = end }
    return isThere
  }

  mutating func digits(_ count: Int) -> Int64? {
    guard bytes.endIndex - position >= count else { return nil }
    var value: Int64 = 0
    for _ in 0..<count {
      let digit = bytes[position] &- UInt8(ascii: "0")
      guard digit <= 9 else { return nil }
      value = value * 10 + Int64(digit)
      position += 1
    }
    return value
  }

  /// Reads `YYYY-MM-DD` as days since 1970-01-01.
  mutating func date() -> Int64? {
    let dash = UInt8(ascii: "-")
    guard let year = digits(4), skip(dash), let month = digits(2), skip(dash), let day = digits(2),
      (1...12).contains(month), day >= 1, day <= CivilDate.daysInMonth(year: year, month: month)
    else { return nil }
    return CivilDate.days(year: year, month: month, day: day)
  }

  mutating func time() -> (seconds: Int64, nanoseconds: Int32)? {
    let colon = UInt8(ascii: ":")
    guard let hour = digits(2), hour < 24, skip(colon), let minute = digits(2), minute < 60 else { return nil }
    var second: Int64 = 0
    var nanoseconds: Int32 = 0
    if skip(colon) {
      guard let read = digits(2), read < 60 else { return nil }
      second = read
      if skip(UInt8(ascii: ".")) || skip(UInt8(ascii: ",")) {
        guard let fraction = fraction() else { return nil }
        nanoseconds = fraction
      }
    }
    return (hour * 3_600 + minute * 60 + second, nanoseconds)
  }

  private mutating func fraction() -> Int32? {
    var value: Int32 = 0
    var count = 0
    while count < 9, let digit = digits(1) {
      value = value * 10 + Int32(digit)
      count += 1
    }
    guard count > 0 else { return nil }
    for _ in count..<9 { value *= 10 }
    return value
  }

  /// Reads a zone as seconds east of UTC; the end of the text is UTC.
  mutating func zone() -> Int64? {
    if isAtEnd { return 0 }
    _ = skip(UInt8(ascii: " "))
    if skip(UInt8(ascii: "Z")) || skip(UInt8(ascii: "z")) || skip(word: "UTC") || skip(word: "GMT") { return 0 }
    let sign: Int64 = skip(UInt8(ascii: "-")) ? -1 : 1
    guard sign < 0 || skip(UInt8(ascii: "+")), let hours = digits(2), hours < 24 else { return nil }
    if isAtEnd { return sign * hours * 3_600 }
    _ = skip(UInt8(ascii: ":"))
    guard let minutes = digits(2), minutes < 60 else { return nil }
    return sign * (hours * 3_600 + minutes * 60)
  }
}
