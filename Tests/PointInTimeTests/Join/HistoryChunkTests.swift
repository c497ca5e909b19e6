import DataFrames
import PointInTime
import Testing

@Suite("History times")
struct HistoryChunkTests {
  @Test("reads time and created columns, each on its own axis")
  func columns() throws {
    let time = try Column.timestamp(iso8601: ["1970-01-01T00:00:01", nil])
    let created = Column.date([nil, CivilDate(daysSinceEpoch: 1)])
    let times = try HistoryTimes(
      (time, TimeAxis(unit: .nanoseconds)), created: (created, TimeAxis(unit: .milliseconds)), firstRow: 5)
    #expect(times.times[0] == 1_000_000_000)
    #expect(times.validity?[1] == false)
    #expect(times.created?[1] == 86_400_000)
    #expect(times.createdValidity?[0] == false)
    #expect(times.firstRow == 5)
  }

  @Test("refuses columns of different lengths")
  func lengths() {
    let axis = TimeAxis(unit: .milliseconds)
    let (one, two) = (Column(.date([1])), Column(.date([1, 2])))
    #expect { try HistoryTimes((one, axis), created: (two, axis), firstRow: 0) } throws: {
      PointInTimeError.Code.shape ~= $0
    }
  }
}
