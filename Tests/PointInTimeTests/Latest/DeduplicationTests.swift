import DataFrames
import PointInTime
import Testing

@Suite("Rows without duplicates")
struct DeduplicationTests {
  private func piece(_ rows: [PlainRow], _ kinds: [KeyKind]) -> DatedRows {
    let time = Column(.timestamp(rows.timeCounts, .microseconds, utc: true), validity: rows.timeValidity)
    let created = Validity.bitmap(count: rows.count) { rows[$0].created != nil }
    return DatedRows(
      keys: rows.keyColumns(kinds), time: time,
      created: Column(.timestamp(rows.map { $0.created ?? 0 }, .microseconds, utc: true), validity: created))
  }

  @Test("agrees with the oracle on generated data in one to four pieces")
  func generatedData() throws {
    for seed in 0..<300 {
      var generator = SeededGenerator(seed: seed)
      let shape = RowShape.random(&generator)
      let kinds = shape.kinds(&generator)
      let rows = shape.rows(generator.pick([0, 1, 20, 120]), &generator)
      let cuts = (0..<3).map { (_: Int) -> Int in Int.random(in: 0...rows.count, using: &generator) }.sorted()
      let bounds = [0] + cuts + [rows.count]
      let pieces = (0..<4).map { (part: Int) -> DatedRows in
        let side = part % 2 == 0 ? kinds.map(\.left) : kinds.map(\.right)
        return piece(Array(rows[bounds[part]..<bounds[part + 1]]), side)
      }
      #expect(try rowsWithoutDuplicates(pieces) == naiveWithoutDuplicates(rows), "seed \(seed)")
    }
  }

  @Test("keeps the newer of two files' rows when neither says when it was created")
  func lastWritten() throws {
    let old = DatedRows(keys: [.int64([1, 2])], time: try .timestamp(iso8601: ["2024-01-01", "2024-01-01"]))
    let new = DatedRows(keys: [.int64([2, 2])], time: try .timestamp(iso8601: ["2024-01-01", "2024-01-02"]))
    #expect(try rowsWithoutDuplicates([old, new]) == [0, 2, 3])
  }

  @Test("knows the same instant in another unit, whichever comes first")
  func units() throws {
    let coarse = DatedRows(keys: [.int64([1])], time: Column(.timestamp([1_000], .milliseconds, utc: true)))
    let fine = DatedRows(
      keys: [.int64([1, 1])], time: Column(.timestamp([1_000_000_000, 1_000_000_001], .nanoseconds, utc: false)))
    #expect(try rowsWithoutDuplicates([coarse, fine]) == [1, 2])
    #expect(try rowsWithoutDuplicates([fine, coarse]) == [1, 2])
  }

  @Test("refuses a time that the finest unit cannot count, rather than lose rows")
  func tooFar() {
    let far = DatedRows(keys: [.int64([1])], time: Column(.timestamp([.max], .microseconds, utc: true)))
    let fine = DatedRows(keys: [.int64([1])], time: Column(.timestamp([1], .nanoseconds, utc: true)))
    #expect { try rowsWithoutDuplicates([far, fine]) } throws: { PointInTimeError.Code.inexactKey ~= $0 }
  }

  @Test("refuses a time column that holds no times")
  func noTimes() {
    let rows = DatedRows(keys: [.int64([1])], time: .string(["2024-01-01"]))
    #expect { try rowsWithoutDuplicates([rows]) } throws: { PointInTimeError.Code.unsupportedTime ~= $0 }
    #expect(throws: Never.self) { try rowsWithoutDuplicates([]) }
  }

  @Test("keeps rows without a key or a time, even if they look alike")
  func nulls() throws {
    let rows = DatedRows(
      keys: [.int64([nil, nil, 1, 1])], time: try .timestamp(iso8601: ["2024-01-01", "2024-01-01", nil, nil]))
    #expect(try rowsWithoutDuplicates([rows]) == [0, 1, 2, 3])
  }
}
