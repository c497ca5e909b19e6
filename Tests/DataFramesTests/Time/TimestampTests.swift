import DataFrames
import Testing

@Suite struct TimestampTests {
  @Test(
    "reads ISO 8601 dates, times, fractions and zones as UTC instants",
    arguments: [
      ("1970-01-01", 0, 0), ("2024-01-31", 1_706_659_200, 0), ("1969-12-31T23:59:59.5Z", -1, 500_000_000),
      ("2024-01-31T12:30:00+02:00", 1_706_697_000, 0), ("2024-01-31 12:30:00-0230", 1_706_713_200, 0),
      ("2024-02-29T00:00", 1_709_164_800, 0), ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
      ("2024-01-31T00:00:00.123456789Z", 1_706_659_200, 123_456_789),
    ])
  func reads(text: String, seconds: Int64, nanoseconds: Int32) throws {
    #expect(try Timestamp(text) == Timestamp(seconds: seconds, nanoseconds: nanoseconds))
  }

  @Test(
    "refuses what is no time",
    arguments: [
      "", "yesterday", "2024-02-30", "2023-02-29", "2024-13-01", "2024-1-1", "2024-01-01T24:00", "2024-01-01T10",
      "2024-01-01T10:00:60", "2024-01-01T10:00:00.Z", "2024-01-01T10:00:00+25:00", "2024-01-01Z", "2024-01-01T10:00 ",
    ])
  func refuses(text: String) {
    #expect(throws: DataFrameError.self) { try Timestamp(text) }
  }

  @Test("prints what it reads")
  func prints() throws {
    for text in [
      "2024-01-31T12:30:00Z", "1900-03-01T00:00:00.250Z", "2024-01-31T00:00:00.000001Z", "0001-01-01T00:00:00Z",
    ] {
      #expect(try Timestamp(text).description == text)
    }
  }

  @Test("counts in each unit, rounded down, and holds at the ends of the range")
  func counts() {
    let early = Timestamp(seconds: -1, nanoseconds: 999_999_999)
    #expect(early.count(in: .milliseconds) == -1)
    #expect(early.count(in: .nanoseconds) == -1)
    #expect(Timestamp(Int64.min, .nanoseconds).count(in: .nanoseconds) == .min)
    #expect(Timestamp(Int64.max, .nanoseconds).count(in: .nanoseconds) == .max)
    #expect(Timestamp(seconds: .max / 1_000).count(in: .nanoseconds) == .max)
    #expect(Timestamp(seconds: .min / 1_000).count(in: .nanoseconds) == .min)
    #expect(Timestamp(-1, .milliseconds) == Timestamp(seconds: -1, nanoseconds: 999_000_000))
  }

  @Test("civil dates agree with themselves over every day of 800 years")
  func civilDates() {
    var days = CivilDate.days(year: 1_600, month: 1, day: 1)
    for year in Int64(1_600)..<2_400 {
      for month in Int64(1)...12 {
        for day in 1...CivilDate.daysInMonth(year: year, month: month) {
          let civil = CivilDate.civil(fromDays: days)
          guard civil == (year, month, day), CivilDate.days(year: year, month: month, day: day) == days else {
            Issue.record("\(year)-\(month)-\(day) became \(civil)")
            return
          }
          days += 1
        }
      }
    }
  }
}
