import Testing

@testable import PointInTime

@Suite("Sorting the times of a key")
struct TimeSortTests {
  @Test("sorts ranges of all sizes, keeps equal times in order and touches nothing outside")
  func generatedData() {
    var scratch = SortScratch()
    for seed in 0..<120 {
      var generator = SeededGenerator(seed: seed)
      let count = generator.pick([0, 1, 2, 47, 48, 49, 50, 300, 2_000])
      let span = generator.pick([Int64.max, 3, 1_000, 1 << 40])
      var times = (0..<count + 10).map { (_: Int) -> Int64 in Int64.random(in: ~span...span, using: &generator) }
      var rows = (0..<Int32(count + 10)).map(\.self)
      let before = times
      let range = 4..<4 + count
      sortByTime(&times, &rows, range, &scratch)
      let expected = range.sorted { (left: Int, right: Int) -> Bool in
        before[left] != before[right] ? before[left] < before[right] : left < right
      }
      #expect(rows == (Array(0..<4) + expected + Array(range.upperBound..<count + 10)).map(Int32.init), "seed \(seed)")
      #expect(times == rows.map { before[Int($0)] }, "seed \(seed)")
    }
  }
}
