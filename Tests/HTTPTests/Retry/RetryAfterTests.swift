import Testing

@testable import HTTP

@Suite("What a server asks to wait")
struct RetryAfterTests {
  static let now = "Sun, 06 Nov 1994 08:49:37 GMT"

  @Test(
    "seconds, and dates counted from the answer's own date",
    arguments: [
      ("0", 0), ("7", 7), (" 120\t", 120), ("99999999999999999999", 31_536_000),
      ("Sun, 06 Nov 1994 08:49:57 GMT", 20), ("Sunday, 06-Nov-94 08:50:37 GMT", 60),
      ("Sun Nov  6 08:49:38 1994", 1), ("Mon, 07 Nov 1994 08:49:37 GMT", 86_400),
      ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
    ])
  func readable(text: String, seconds: Int) {
    #expect(RetryAfter.wait(text, date: Self.now) == .seconds(seconds))
  }

  @Test(
    "anything else says nothing",
    arguments: [
      "", " ", "-1", "1.5", "soon", "+3", "٣", "Sun, 31 Feb 1994 08:49:37 GMT", "Sun, 06 Nov 1994 25:49:37 GMT",
      "Sun, 06 Nov 1994 08:49 GMT", "Sun, 06 Nov 1994 08:49:37 CET", "Sun, 0x6 Nov 1994 08:49:37 GMT",
    ])
  func unreadable(text: String) {
    #expect(RetryAfter.wait(text, date: Self.now) == nil)
  }

  @Test("a date without the answer's date, and no field at all, say nothing")
  func withoutDate() {
    #expect(RetryAfter.wait(Self.now, date: nil) == nil)
    #expect(RetryAfter.wait(nil, date: Self.now) == nil)
  }

  @Test("dates are seconds since 1970")
  func epoch() {
    #expect(HTTPDate.seconds(Self.now) == 784_111_777)
    #expect(HTTPDate.seconds("Thu, 29 Feb 2024 23:59:60 GMT") == 1_709_251_200)
  }
}
