/// A sum of doubles without rounding, rounded once when it is read.
///
/// The sum is a fixed-point number in digits of 32 bits that reach from the smallest to the largest double. Adding and
/// removing are exact, so that a sliding window gives the same sum, to the last bit, as adding up its values anew in any
/// order. Each digit is kept in 64 bits, which leaves room for 2³¹ terms without a carry.
struct ExactSum {
  /// 2¹⁰²⁴ / 2⁻¹⁰⁷⁴ has 2098 bits; three digits more for the mantissa's overhang and the carries.
  private static let digitCount = 69
  private var digits = [Int64](repeating: 0, count: digitCount)
  /// The digits that may differ from zero.
  private var used = digitCount..<digitCount
  /// Infinite terms, which no digit can hold.
  private var (positive, negative) = (0, 0)

  mutating func reset() {
    for index in used { digits[index] = 0 }
    used = Self.digitCount..<Self.digitCount
    (positive, negative) = (0, 0)
  }

  mutating func add(_ value: Double) { apply(value, sign: 1) }
  mutating func remove(_ value: Double) { apply(value, sign: -1) }

  /// - Parameter value: Not NaN.
  private mutating func apply(_ value: Double, sign: Int) {
    guard value.isFinite else {
      if value > 0 { positive += sign } else { negative += sign }
      return
    }
    let bits = value.bitPattern
    let exponent = Int(bits >> 52 & 0x7FF)
    let fraction = bits & 0xF_FFFF_FFFF_FFFF
    let mantissa = exponent == 0 ? fraction : fraction | 1 << 52
    let position = max(exponent - 1, 0)
    let shifted = UInt128(mantissa) << UInt128(position & 31)
    let direction = (value.sign == .minus ? -1 : 1) * Int64(sign)
    let lowest = position >> 5
    for index in 0..<3 {
      let part = Int64(truncatingIfNeeded: shifted >> UInt128(32 * index) & 0xFFFF_FFFF)
      digits[lowest + index] += direction * part
    }
    used = min(used.lowerBound, lowest)..<max(used.isEmpty ? 0 : used.upperBound, lowest + 3)
  }

  /// The sum rounded to the nearest double, ties to even; NaN when infinities of both signs are in it.
  var value: Double {
    if positive > 0 || negative > 0 {
      return positive > 0 && negative > 0 ? .nan : positive > 0 ? .infinity : -.infinity
    }
    return rounded()
  }

  /// The sum as a double and what rounding took from it, itself rounded: together about 106 bits.
  var parts: (high: Double, low: Double) {
    let high = value
    guard high.isFinite else { return (high, 0) }
    var rest = self
    rest.remove(high)
    return (high, rest.value)
  }

  private func rounded() -> Double {
    let (magnitude, isNegative) = normalized()
    guard let top = magnitude.lastIndex(where: { $0 != 0 }) else { return 0 }
    func digit(_ index: Int) -> UInt128 { index >= 0 ? UInt128(UInt64(magnitude[index])) : 0 }
    let window = digit(top) << 96 | digit(top - 1) << 64 | digit(top - 2) << 32 | digit(top - 3)
    let shift = window.leadingZeroBitCount
    // 64 leading bits; the lowest one also stands for everything below, so that ties are seen.
    var leading = UInt64(truncatingIfNeeded: (window << UInt128(shift)) >> 64)
    let lost = UInt64(truncatingIfNeeded: window << UInt128(shift)) != 0
    let isSticky = lost || (top > 3 && magnitude[..<(top - 3)].contains { $0 != 0 })
    if isSticky { leading |= 1 }
    let exponent = (used.lowerBound + top) * 32 - shift - 32 - 1074
    // Rounded once only: below the normal range a sum of doubles has so few bits that it is exact.
    let value = Double(sign: .plus, exponent: exponent, significand: Double(leading))
    return isNegative ? -value : value
  }

  /// The used digits of the sum's magnitude, each from 0 to 2³² − 1, lowest first, with room for the carry.
  private func normalized() -> (digits: [Int64], isNegative: Bool) {
    var carried = Self.carried(digits[used])
    guard let last = carried.last, last < 0 else { return (carried, false) }
    carried = Self.carried(digits[used].map { -$0 }[...])
    return (carried, true)
  }

  private static func carried(_ digits: ArraySlice<Int64>) -> [Int64] {
    var result: [Int64] = []
    result.reserveCapacity(digits.count + 2)
    var carry: Int64 = 0
    for digit in digits {
      let sum = digit + carry
      result.append(sum & 0xFFFF_FFFF)
      carry = sum >> 32
    }
    result.append(carry & 0xFFFF_FFFF)
    result.append(carry >> 32)
    return result
  }
}
