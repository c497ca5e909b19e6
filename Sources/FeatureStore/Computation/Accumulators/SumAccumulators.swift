internal import DataFrames

/// Numbers in the form in which they are added exactly.
enum ExactValues {
  case doubles([Double])
  case integers([Int64])
  /// Unscaled numbers of one scale.
  case decimals([Int128])
}

/// The exact sum of integers.
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

  var value: Int128? { count == 0 ? nil : sum }
}

/// What follows from the exact sums of the values and of their squares, such as the mean.
struct MomentsAccumulator<Value>: EventAccumulator {
  private let values: ExactValues
  private let read: (ExactMoments) -> Value?
  private var moments: ExactMoments

  init(_ values: ExactValues, withSquares: Bool = false, _ read: @escaping (ExactMoments) -> Value?) {
    self.values = values
    self.read = read
    moments = ExactMoments(withSquares: withSquares)
  }

  mutating func reset() { moments.reset() }

  mutating func add(_ row: Int) {
    switch values {
    case .doubles(let values): moments.add(values[row])
    case .integers(let values): moments.add(Int128(values[row]))
    case .decimals(let values): moments.add(values[row])
    }
  }

  mutating func remove(_ row: Int) {
    switch values {
    case .doubles(let values): moments.remove(values[row])
    case .integers(let values): moments.remove(Int128(values[row]))
    case .decimals(let values): moments.remove(values[row])
    }
  }

  var value: Value? { read(moments) }
}
