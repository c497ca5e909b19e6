import DataFrames
import PointInTime
import Testing

@Suite("Time axis")
struct TimeAxisTests {
  @Test("takes the finest unit of both sides")
  func finest() throws {
    let micros = ColumnType.timestamp(.microseconds, utc: true)
    #expect(try TimeAxis(covering: [micros, .timestamp(.nanoseconds, utc: false)]).unit == .nanoseconds)
    #expect(try TimeAxis(covering: [.date, micros]).unit == .microseconds)
    #expect(try TimeAxis(covering: [.date]).unit == .milliseconds)
    #expect(try TimeAxis(covering: []).unit == .milliseconds)
  }

  @Test("counts every kind of time in its unit")
  func counts() throws {
    let axis = TimeAxis(unit: .nanoseconds)
    #expect(try axis.counts(of: Column(.timestamp([-1, 2], .milliseconds, utc: true))) == [-1_000_000, 2_000_000])
    #expect(try axis.counts(of: Column(.timestamp([-1, 2], .microseconds, utc: false))) == [-1_000, 2_000])
    #expect(try axis.counts(of: Column(.timestamp([-1, 2], .nanoseconds, utc: true))) == [-1, 2])
    #expect(try axis.counts(of: Column(.date([-1, 1]))) == [-86_400_000_000_000, 86_400_000_000_000])
  }

  @Test("holds what is beyond its ends there")
  func saturation() throws {
    let axis = TimeAxis(unit: .nanoseconds)
    let year9999 = try Column.timestamp(iso8601: ["9999-12-31", "0001-01-01"])
    #expect(try axis.counts(of: year9999) == [.max, .min])
    #expect(try axis.counts(of: Column(.date([.max, .min]))) == [.max, .min])
    #expect(axis.count(.max, .milliseconds) == .max)
    #expect(axis.count(of: .seconds(Int64.max)) == .max)
  }

  @Test("rounds single counts of a finer unit down")
  func singleCounts() {
    let axis = TimeAxis(unit: .milliseconds)
    #expect(axis.count(-1, .microseconds) == -1)
    #expect(axis.count(1_999, .microseconds) == 1)
    #expect(axis.count(of: .microseconds(1_999)) == 1)
    #expect(axis.count(of: .seconds(3)) == 3_000)
    #expect(TimeAxis(unit: .nanoseconds).count(of: .nanoseconds(-1)) == -1)
    #expect(axis.count(of: .nanoseconds(-1)) == -1)
  }

  @Test("refuses what is no time, and names the type and what is accepted")
  func otherTypes() {
    let error = #expect(throws: PointInTimeError.self) {
      try TimeAxis(unit: .microseconds).counts(of: .string(["2024-01-01"]), name: "event_timestamp")
    }
    #expect(error?.code == .unsupportedTime)
    #expect(error?.column == "event_timestamp")
    #expect(
      error?.message
        == "Column 'event_timestamp' holds string. Times must be a timestamp (ms, us or ns) or a date column.")
    #expect { try TimeAxis(covering: [.int64]) } throws: { PointInTimeError.Code.unsupportedTime ~= $0 }
  }

  @Test("refuses a column finer than itself rather than round it")
  func finerColumn() {
    let fine = Column(.timestamp([1], .nanoseconds, utc: true))
    #expect { try TimeAxis(unit: .microseconds).counts(of: fine) } throws: {
      PointInTimeError.Code.unsupportedTime ~= $0
    }
  }
}
