import NotebookKit
import Testing

@Suite struct AxisTests {
  @Test(
    "ticks stand at multiples of 1, 2 or 5 times a power of ten",
    arguments: [
      (0.0, 1.0, 5, ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"]), (0, 100, 4, ["0", "50", "100"]),
      (-3, 7, 5, ["-2", "0", "2", "4", "6"]), (0, 60_000, 3, ["0", "20k", "40k", "60k"]),
      (0.2, 0.5, 3, ["0.2", "0.3", "0.4", "0.5"]),
      (0, 3_000_000, 3, ["0", "1M", "2M", "3M"]), (0, 4e-7, 2, ["0", "2e-7", "4e-7"]), (5, 5, 4, ["5"]),
    ])
  func texts(_ lower: Double, _ upper: Double, _ count: Int, _ texts: [String]) {
    #expect(Axis(lower...upper, from: 0, to: 100).ticks(count).map(\.text) == texts)
  }

  @Test("between whole numbers a tick is whole")
  func whole() {
    #expect(Axis(0...1, from: 0, to: 1).ticks(5, isWhole: true).map(\.text) == ["0", "1"])
  }

  @Test("a value is drawn in proportion; a domain without length at its start")
  func position() {
    let axis = Axis(10...20, from: 300, to: 100)
    #expect(axis.position(10) == 300 && axis.position(15) == 200 && axis.position(20) == 100)
    #expect(Axis(3...3, from: 7, to: 9).position(3) == 7)
  }

  @Test("there are never more ticks than asked for and one, all inside, ascending", arguments: 1...200)
  func anyDomain(_ seed: Int) {
    var random = Seeded(seed)
    let lower = random.number() * random.scale()
    let upper = lower + abs(random.number()) * random.scale()
    let count = 1 + seed % 12
    let ticks = Axis(lower...upper, from: 0, to: 1).ticks(count).map(\.value)
    #expect(!ticks.isEmpty && ticks.count <= count + 1, "\(lower)...\(upper)")
    #expect(ticks.count == 1 || ticks.allSatisfy { (lower...upper).contains($0) }, "\(lower)...\(upper)")
    #expect(zip(ticks, ticks.dropFirst()).allSatisfy { $0 < $1 })
  }
}

@Suite struct NiceStepTests {
  @Test("a multiple is rounded once")
  func exact() {
    let tenth = NiceStep(span: 1, count: 10)
    #expect((0...10).map(tenth.multiple) == [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1])
    #expect(tenth.decimals == 1)
  }

  @Test(
    "the step is the smallest that is enough",
    arguments: [
      (10.0, 10, 1.0), (10.1, 10, 2), (20, 10, 2), (20.1, 10, 5), (50.1, 10, 10), (1e6, 4, 500_000), (0.03, 3, 0.01),
    ])
  func size(_ span: Double, _ count: Int, _ size: Double) {
    #expect(NiceStep(span: span, count: count).size == size)
  }

  @Test("a value's multiple is the one at it or below it, whatever the division's rounding")
  func index() {
    let step = NiceStep(span: 1, count: 10)
    for index in -1_000...1_000 {
      #expect(step.index(below: step.multiple(index)) == index)
      #expect(step.index(below: step.multiple(index).nextDown) == index - 1)
    }
  }

  @Test("a span that is none gives a step of one", arguments: [0, -1, .nan, .infinity] as [Double])
  func none(_ span: Double) {
    #expect(NiceStep(span: span, count: 5).size == 1)
  }
}

/// The same numbers in every run.
struct Seeded {
  private var state: UInt64

  init(_ seed: Int) { state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 }

  mutating func next() -> UInt64 {
    state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
    return state >> 11
  }

  /// From −1 to 1.
  mutating func number() -> Double { Double(next()) / Double(1 << 52) - 1 }

  /// A power of ten from 10⁻⁹ to 10⁹.
  mutating func scale() -> Double {
    let exponent = Int(next() % 19) - 9
    return (0..<abs(exponent)).reduce(1) { (power: Double, _: Int) in exponent < 0 ? power / 10 : power * 10 }
  }
}
