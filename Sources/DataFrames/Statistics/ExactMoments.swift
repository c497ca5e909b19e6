/// The exact sum of numbers, on demand that of their squares, and how many there are.
///
/// Nothing is rounded before a result is read, and then once: sum, mean and standard deviation are the doubles nearest
/// to the true ones, whatever the order of the numbers. Adding and removing are exact, so that a sliding window gives,
/// to the last bit, what its numbers alone give. Integers, decimals (as unscaled numbers of one scale) and doubles are
/// taken as what they are.
package struct ExactMoments: Sendable {
  private var sum = FixedPoint(lowestExponent: -1_074, digitCount: 69)
  private var squares: FixedPoint?
  package private(set) var count = 0
  /// Infinite numbers, which no digit can hold.
  private var (positive, negative) = (0, 0)

  /// - Parameter withSquares: Needed for ``deviation(scale:)``.
  package init(withSquares: Bool = false) {
    if withSquares { squares = FixedPoint(lowestExponent: -2_148, digitCount: 136) }
  }

  package mutating func reset() {
    sum.reset()
    squares?.reset()
    (count, positive, negative) = (0, 0, 0)
  }

  /// - Parameter value: Not NaN.
  package mutating func add(_ value: Double) { apply(value, 1) }
  package mutating func remove(_ value: Double) { apply(value, -1) }
  package mutating func add(_ value: Int128) { apply(value, 1) }
  package mutating func remove(_ value: Int128) { apply(value, -1) }

  private mutating func apply(_ value: Double, _ direction: Int64) {
    count += Int(direction)
    guard value.isFinite else {
      if value > 0 { positive += Int(direction) } else { negative += Int(direction) }
      return
    }
    let biased = Int(value.bitPattern >> 52 & 0x7FF)
    let fraction = value.bitPattern & 0xF_FFFF_FFFF_FFFF
    let mantissa = UInt128(biased == 0 ? fraction : fraction | 1 << 52)
    let place = max(biased - 1, 0)
    sum.add(mantissa, at: place, value.sign == .minus ? -direction : direction)
    squares?.add(mantissa * mantissa, at: 2 * place, direction)
  }

  private mutating func apply(_ value: Int128, _ direction: Int64) {
    count += Int(direction)
    sum.add(value.magnitude, at: 1_074, value < 0 ? -direction : direction)
    guard squares != nil else { return }
    let (high, low) = value.magnitude.multipliedFullWidth(by: value.magnitude)
    squares?.add(low, at: 2_148, direction)
    squares?.add(high, at: 2_148 + 128, direction)
  }

  private var infinite: Double? {
    if positive > 0 && negative > 0 { return .nan }
    return positive > 0 ? .infinity : negative > 0 ? -.infinity : nil
  }

  /// The sum; nil without numbers, NaN when infinities of both signs are among them.
  ///
  /// - Parameter scale: The numbers are to be divided by 10^scale.
  package func total(scale: Int = 0) -> Double? { count == 0 ? nil : infinite ?? quotient(by: 1, scale) }

  /// The arithmetic mean; nil without numbers.
  package func mean(scale: Int = 0) -> Double? { count == 0 ? nil : infinite ?? quotient(by: UInt64(count), scale) }

  /// The sum of integers; nil when it does not fit.
  package func integer() -> Int128? {
    let (magnitude, exponent, isNegative) = sum.natural()
    if magnitude.isZero { return 0 }
    guard exponent <= 0, magnitude.bitWidth + exponent <= 127 else { return nil }
    let value = Int128(magnitude.leading(dropping: -exponent).value)
    return isNegative ? -value : value
  }

  /// The standard deviation of the sample (divisor n − 1); nil for fewer than two numbers, NaN when one is infinite.
  package func deviation(scale: Int = 0) -> Double? {
    guard count > 1, let squares else { return nil }
    if infinite != nil { return .nan }
    let (total, totalExponent, _) = sum.natural()
    let (square, squareExponent, _) = squares.natural()
    // n Σx² − (Σx)², over n (n − 1).
    let exponent = min(squareExponent, 2 * totalExponent)
    let minuend = square.multiplied(by: UInt64(count)).shiftedLeft(squareExponent - exponent)
    let spread = minuend.subtracting(total.squared().shiftedLeft(2 * totalExponent - exponent))
    let divisors = [UInt64(count), UInt64(count - 1)] + powersOfTen(2 * scale)
    return squareRoot(of: spread, exponent, over: divisors)
  }

  private func quotient(by divisor: UInt64, _ scale: Int) -> Double {
    let (magnitude, exponent, isNegative) = sum.natural()
    let divisors = [divisor] + powersOfTen(scale)
    let shift = 64 * (divisors.count + 1)
    let (digits, isInexact) = divided(magnitude.shiftedLeft(shift), divisors)
    let dropped = max(0, digits.bitWidth - 128)
    let (leading, lost) = digits.leading(dropping: dropped)
    let value = Double(rounding: leading, exponent: exponent - shift + dropped, isInexact: isInexact || lost)
    return isNegative ? -value : value
  }

  /// Brings the quotient to 126 or 127 bits, so that its root has 63, and an even exponent.
  private func squareRoot(of spread: BigNatural, _ exponent: Int, over divisors: [UInt64]) -> Double {
    guard !spread.isZero else { return 0 }
    let shift = 64 * (divisors.count + 2)
    let (digits, isInexact) = divided(spread.shiftedLeft(shift), divisors)
    var dropped = digits.bitWidth - 127
    if (exponent - shift + dropped) % 2 != 0 { dropped += 1 }
    let (leading, lost) = digits.leading(dropping: dropped)
    let root = integerSquareRoot(leading)
    return Double(
      rounding: root, exponent: (exponent - shift + dropped) / 2,
      isInexact: isInexact || lost || root * root != leading)
  }

  /// Divides one after the other; rounding down each time comes to rounding down once.
  private func divided(_ number: BigNatural, _ divisors: [UInt64]) -> (quotient: BigNatural, isInexact: Bool) {
    divisors.reduce(into: (number, false)) { (result: inout (BigNatural, Bool), divisor: UInt64) in
      if divisor == 1 { return }
      let (quotient, isInexact) = result.0.divided(by: divisor)
      result = (quotient, result.1 || isInexact)
    }
  }

  /// 10^power as factors that fit 64 bits.
  private func powersOfTen(_ power: Int) -> [UInt64] {
    stride(from: 0, to: power, by: 19).map { (done: Int) -> UInt64 in
      (0..<min(19, power - done)).reduce(1) { (product: UInt64, _: Int) -> UInt64 in product * 10 }
    }
  }
}

/// A number in binary digits from a lowest one up, to which others are added without rounding.
///
/// A digit has 32 bits and is kept in 64, so that 2³⁰ additions leave no carry behind.
private struct FixedPoint: Sendable {
  private let lowestExponent: Int
  private var digits: [Int64]
  /// The digits that may differ from zero.
  private var used: Range<Int>

  init(lowestExponent: Int, digitCount: Int) {
    self.lowestExponent = lowestExponent
    digits = [Int64](repeating: 0, count: digitCount)
    used = digitCount..<digitCount
  }

  mutating func reset() {
    for place in used { digits[place] = 0 }
    used = digits.count..<digits.count
  }

  /// Adds `direction` × `magnitude` × 2^`place`, counted from the lowest digit.
  mutating func add(_ magnitude: UInt128, at place: Int, _ direction: Int64) {
    let (first, shift) = (place >> 5, UInt64(place & 31))
    var (index, rest, carry) = (first, magnitude, UInt64(0))
    while rest != 0 || carry != 0 {
      carry |= UInt64(truncatingIfNeeded: rest & 0xFFFF_FFFF) << shift
      digits[index] += direction * Int64(carry & 0xFFFF_FFFF)
      carry >>= 32
      rest >>= 32
      index += 1
    }
    if index > first { used = min(used.lowerBound, first)..<(used.isEmpty ? index : max(used.upperBound, index)) }
  }

  /// The number as ± `magnitude` × 2^`exponent`.
  func natural() -> (magnitude: BigNatural, exponent: Int, isNegative: Bool) {
    let exponent = lowestExponent + 32 * used.lowerBound
    let (magnitude, rest) = carried(1)
    if rest >= 0 { return (magnitude, exponent, false) }
    return (carried(-1).magnitude, exponent, true)
  }

  /// The digits of the number times a sign, each brought into 32 bits, and what is left above them.
  private func carried(_ sign: Int64) -> (magnitude: BigNatural, rest: Int64) {
    var result: [UInt32] = []
    result.reserveCapacity(used.count + 2)
    var carry: Int64 = 0
    for place in used {
      carry += sign * digits[place]
      result.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    let top = [UInt32(truncatingIfNeeded: carry), UInt32(truncatingIfNeeded: carry >> 32)]
    return (BigNatural(digits: result + top), carry)
  }
}
