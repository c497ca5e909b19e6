import Testing

@testable import FeatureStore

/// The smallest double above zero.
private let tiny = Double.leastNonzeroMagnitude

@Suite struct ExactSumTests {
  @Test(
    "the sum is rounded once",
    arguments: [
      ([0.1, 0.2, 0.3], 0.6), ([1e308, 1e308, -1e308], 1e308), ([1, 1e100, 1, -1e100], 2), ([], 0),
      ([tiny, tiny], 2 * tiny), ([-tiny], -tiny), ([0x1p53, 1, 0x1p-60], 0x1p53 + 2), ([0x1p53, 1], 0x1p53),
      ([-0x1p53, -1, -tiny], -0x1p53 - 2), ([Double.greatestFiniteMagnitude, .greatestFiniteMagnitude], .infinity),
      ([Double.leastNormalMagnitude, -tiny], Double.leastNormalMagnitude.nextDown), ([.infinity, 1], .infinity),
    ] as [([Double], Double)])
  func sums(_ values: [Double], _ expected: Double) {
    var sum = ExactSum()
    for value in values { sum.add(value) }
    #expect(sum.value == expected)
  }

  @Test("removing is exact: a window's sum is that of its values alone", arguments: 1...20 as ClosedRange<UInt64>)
  func removing(_ seed: UInt64) {
    var numbers = SeededNumbers(seed: seed)
    let values = (0..<300).map { (_: Int) -> Double in
      let exponent = Int.random(in: -300...300, using: &numbers)
      return Double(sign: .plus, exponent: exponent, significand: Double.random(in: -2...2, using: &numbers))
    }
    var sliding = ExactSum()
    for (index, value) in values.enumerated() {
      sliding.add(value)
      if index >= 10 { sliding.remove(values[index - 10]) }
      var fresh = ExactSum()
      for value in values[max(0, index - 9)...index].reversed() { fresh.add(value) }
      #expect(sliding.value == fresh.value, "seed \(seed), \(index)")
    }
    var infinite = ExactSum()
    infinite.add(.infinity)
    infinite.add(-.infinity)
    #expect(infinite.value.isNaN)
    infinite.remove(.infinity)
    #expect(infinite.value == -.infinity)
    infinite.reset()
    #expect(infinite.value == 0)
  }

  @Test("two parts hold what one double cannot, and equal values have no deviation")
  func parts() {
    var sum = ExactSum()
    sum.add(1)
    sum.add(0x1p-80)
    #expect(sum.parts == (1, 0x1p-80))
    var deviation = DeviationAccumulator([0.1, 0.1, 0.1, 1e9, 1e9 + 1])
    for row in 0..<3 { deviation.add(row) }
    #expect(deviation.value == 0)
    deviation.reset()
    for row in 3..<5 { deviation.add(row) }
    #expect(deviation.value == 0.5.squareRoot())
  }
}
