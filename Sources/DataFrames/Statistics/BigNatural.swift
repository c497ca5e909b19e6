/// A whole number of any size: digits of 32 bits, the lowest first; the highest one is not zero.
///
/// Only what the exact statistics need. Every operation is linear in the digits, but for the square.
struct BigNatural: Equatable {
  private(set) var digits: [UInt32]

  /// - Parameter digits: The lowest first; zeros at the end are dropped.
  init(digits: [UInt32]) {
    self.digits = digits
    while self.digits.last == 0 { self.digits.removeLast() }
  }

  var isZero: Bool { digits.isEmpty }

  var bitWidth: Int { digits.last.map { digits.count * 32 - $0.leadingZeroBitCount } ?? 0 }

  func multiplied(by factor: UInt64) -> BigNatural {
    var result: [UInt32] = []
    result.reserveCapacity(digits.count + 2)
    var carry: UInt128 = 0
    for digit in digits {
      carry += UInt128(digit) * UInt128(factor)
      result.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    return BigNatural(digits: result + [UInt32(truncatingIfNeeded: carry), UInt32(truncatingIfNeeded: carry >> 32)])
  }

  /// - Complexity: O(digits²).
  func squared() -> BigNatural {
    var result = [UInt32](repeating: 0, count: digits.count * 2)
    for (place, digit) in digits.enumerated() {
      var carry: UInt64 = 0
      for (other, factor) in digits.enumerated() {
        carry += UInt64(digit) * UInt64(factor) + UInt64(result[place + other])
        result[place + other] = UInt32(truncatingIfNeeded: carry)
        carry >>= 32
      }
      result[place + digits.count] = UInt32(truncatingIfNeeded: carry)
    }
    return BigNatural(digits: result)
  }

  /// - Parameter other: Not larger than this number.
  func subtracting(_ other: BigNatural) -> BigNatural {
    var result = digits
    var borrow: Int64 = 0
    for place in result.indices {
      let lower = place < other.digits.count ? Int64(other.digits[place]) : 0
      let difference = Int64(result[place]) - lower - borrow
      result[place] = UInt32(truncatingIfNeeded: difference)
      borrow = difference < 0 ? 1 : 0
    }
    return BigNatural(digits: result)
  }

  /// The quotient rounded down, and whether anything was left.
  func divided(by divisor: UInt64) -> (quotient: BigNatural, isInexact: Bool) {
    var result = digits
    var rest: UInt128 = 0
    for place in result.indices.reversed() {
      let (quotient, remainder) = (rest << 32 | UInt128(result[place])).quotientAndRemainder(
        dividingBy: UInt128(divisor))
      result[place] = UInt32(truncatingIfNeeded: quotient)
      rest = remainder
    }
    return (BigNatural(digits: result), rest != 0)
  }

  func shiftedLeft(_ bits: Int) -> BigNatural {
    guard bits > 0, !isZero else { return self }
    let (whole, part) = (bits / 32, UInt64(bits % 32))
    var result = [UInt32](repeating: 0, count: whole)
    result.reserveCapacity(whole + digits.count + 1)
    var carry: UInt64 = 0
    for digit in digits {
      carry |= UInt64(digit) << part
      result.append(UInt32(truncatingIfNeeded: carry))
      carry >>= 32
    }
    return BigNatural(digits: result + [UInt32(truncatingIfNeeded: carry)])
  }

  /// The number without its lowest bits, and whether one of these was set.
  ///
  /// - Parameter dropped: So many that at most 128 bits are left.
  func leading(dropping dropped: Int) -> (value: UInt128, isInexact: Bool) {
    let first = dropped / 32
    var value: UInt128 = 0
    for place in digits.indices.dropFirst(first).reversed() where place > first {
      value = value << 32 | UInt128(digits[place])
    }
    guard first < digits.count else { return (0, !isZero) }
    let part = UInt32(dropped % 32)
    value = part == 0 ? value << 32 : value << UInt128(32 - part)
    value |= UInt128(digits[first] >> part)
    let isInexact = digits[first] & (1 << part - 1) != 0 || digits[..<first].contains { $0 != 0 }
    return (value, isInexact)
  }
}

extension Double {
  /// `significand` × 2^`exponent`, rounded once to the nearest number, ties to even, below the normal range as well.
  ///
  /// - Parameter isInexact: The true number is larger by less than one unit of `significand`, which then has 64 bits or
  ///   close to it.
  init(rounding significand: UInt128, exponent: Int, isInexact: Bool) {
    let width = 128 - significand.leadingZeroBitCount
    let top = exponent + width - 1
    let kept = Swift.min(53, top + 1_075)
    guard width > 0, kept >= 0 else {
      self = 0
      return
    }
    let dropped = width - kept
    guard dropped > 0 else {
      self.init(sign: .plus, exponent: exponent, significand: Double(significand))
      return
    }
    var mantissa = dropped == 128 ? 0 : significand >> UInt128(dropped)
    let rest = significand & (dropped == 128 ? .max : 1 << UInt128(dropped) - 1)
    let half: UInt128 = 1 << UInt128(dropped - 1)
    if rest > half || (rest == half && (isInexact || mantissa & 1 == 1)) { mantissa += 1 }
    self.init(sign: .plus, exponent: exponent + dropped, significand: Double(mantissa))
  }
}

/// The square root of a number below 2^127, rounded down.
func integerSquareRoot(_ number: UInt128) -> UInt128 {
  guard number > 0 else { return 0 }
  var root = Swift.max(UInt128(Double(number).squareRoot()), 1)
  root = (root + number / root) / 2
  while root * root > number { root -= 1 }
  while (root + 1) * (root + 1) <= number { root += 1 }
  return root
}
