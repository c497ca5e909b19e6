import NotebookKit
import Testing

@Suite struct BinsTests {
  @Test("whole numbers get ranges of whole width, the largest one its own")
  func whole() throws {
    let bins = try #require(Bins([0, 1, 1, 2, 5]))
    #expect(bins.edges == [0, 1, 2, 3, 4, 5, 6] && bins.counts == [1, 2, 1, 0, 0, 1])
    #expect(bins.below == 0 && bins.above == 0)
  }

  @Test("equal values lie in one range", arguments: [0, 7, -3, 0.25, 1e12, -1e-9] as [Double])
  func constant(_ value: Double) throws {
    let bins = try #require(Bins([value, value, value]))
    #expect(bins.counts == [3] || bins.counts.filter { $0 > 0 } == [3])
    #expect(bins.edges[0] <= value && value < bins.edges[bins.edges.count - 1])
  }

  @Test("without a finite number there are no ranges, and infinite ones are not counted")
  func finite() throws {
    #expect(Bins([]) == nil && Bins([.nan, .infinity]) == nil)
    #expect(try #require(Bins([1, .infinity, .nan, -.infinity])).counts.reduce(0, +) == 1)
  }

  @Test("values too close for their own precision have no ranges")
  func precision() {
    #expect(Bins([1e15, 1e15 + 0.125]) == nil)
  }

  @Test("a long tail is counted at the end and does not squeeze the others")
  func tail() throws {
    let bins = try #require(Bins((0..<1_000).map { Double($0 % 10) } + [1_000_000]))
    #expect(bins.edges.count == 11 && bins.counts.allSatisfy { $0 == 100 } && bins.above == 1)
    let mirrored = try #require(Bins((0..<1_000).map { -Double($0 % 10) } + [-1_000_000]))
    #expect(mirrored.counts.reduce(0, +) == 1_000 && mirrored.below == 1)
  }

  @Test("every value is counted once, where a plain count finds it", arguments: 1...60)
  func anyValues(_ seed: Int) throws {
    var random = Seeded(seed)
    let (scale, shift) = (random.scale(), random.number() * 100)
    let values = (0..<200).map { _ in (random.number() * random.number() * 50 + shift) * scale }
    let bins = try #require(Bins(values))
    for (index, count) in bins.counts.enumerated() {
      #expect(values.count { bins.edges[index] <= $0 && $0 < bins.edges[index + 1] } == count, "seed \(seed)")
    }
    #expect(bins.below == values.count { $0 < bins.edges[0] })
    #expect(bins.above == values.count { $0 >= bins.edges[bins.edges.count - 1] })
    #expect(bins.below + bins.above <= 4 && bins.counts.count <= 26, "seed \(seed)")
  }
}
