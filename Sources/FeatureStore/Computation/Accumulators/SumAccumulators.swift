/// The exact sum of integers and how many there are.
struct IntegerSumAccumulator: EventAccumulator {
  private let values: [Int64]
  private var sum: Int128 = 0
  private var count = 0

  init(_ values: [Int64]) { self.values = values }

  mutating func reset() { (sum, count) = (0, 0) }

  mutating func add(_ row: Int) {
    sum += Int128(values[row])
    count += 1
  }

  mutating func remove(_ row: Int) {
    sum -= Int128(values[row])
    count -= 1
  }

  var value: (sum: Int128, count: Int)? { count == 0 ? nil : (sum, count) }
}

/// The sum of doubles, rounded once, and how many there are.
struct SumAccumulator: EventAccumulator {
  private let values: [Double]
  private var sum = ExactSum()
  private var count = 0

  init(_ values: [Double]) { self.values = values }

  mutating func reset() {
    sum.reset()
    count = 0
  }

  mutating func add(_ row: Int) {
    sum.add(values[row])
    count += 1
  }

  mutating func remove(_ row: Int) {
    sum.remove(values[row])
    count -= 1
  }

  var value: (sum: Double, count: Int)? { count == 0 ? nil : (sum.value, count) }
}

/// The standard deviation of the sample, from the exact sums of the values and of their squares.
struct DeviationAccumulator: EventAccumulator {
  private let values: [Double]
  private var sum = ExactSum()
  private var squares = ExactSum()
  private var count = 0

  init(_ values: [Double]) { self.values = values }

  mutating func reset() {
    sum.reset()
    squares.reset()
    count = 0
  }

  mutating func add(_ row: Int) {
    let (high, low) = square(values[row])
    sum.add(values[row])
    squares.add(high)
    squares.add(low)
    count += 1
  }

  mutating func remove(_ row: Int) {
    let (high, low) = square(values[row])
    sum.remove(values[row])
    squares.remove(high)
    squares.remove(low)
    count -= 1
  }

  /// nil for fewer than two values, and where a square is beyond the range of a double.
  var value: Double? {
    guard count > 1 else { return nil }
    let total = spread()
    guard total.isFinite else { return nil }
    return (total / Double(count) / Double(count - 1)).squareRoot()
  }

  /// A square as two doubles whose sum is exact.
  private func square(_ value: Double) -> (high: Double, low: Double) {
    let high = value * value
    return (high, high.isFinite ? (-high).addingProduct(value, value) : 0)
  }

  /// `n Σx² − (Σx)²` with twice the digits of a double, so that nothing is lost when both are nearly equal.
  private func spread() -> Double {
    let number = Double(count)
    let (sumHigh, sumLow) = sum.parts
    let (squaresHigh, squaresLow) = squares.parts
    let minuend = number * squaresHigh
    let subtrahend = sumHigh * sumHigh
    let minuendRest = (-minuend).addingProduct(number, squaresHigh) + number * squaresLow
    let subtrahendRest = (-subtrahend).addingProduct(sumHigh, sumHigh) + 2 * sumHigh * sumLow
    let difference = minuend - subtrahend
    let part = difference - minuend
    let lost = (minuend - (difference - part)) - (subtrahend + part)
    let total = difference + (lost + (minuendRest - subtrahendRest))
    // What is left of equal values is the rounding of the 106 digits.
    return total <= minuend * 0x1p-96 ? 0 : total
  }
}
