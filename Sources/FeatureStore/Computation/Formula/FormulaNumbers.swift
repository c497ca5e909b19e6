internal import Foundation

/// The functions on numbers that come from the C library.
enum FormulaNumbers {
  /// The remainder with the sign of the divisor, as in Python.
  static func remainder(_ left: Double, _ right: Double) -> Double {
    let rest = left.truncatingRemainder(dividingBy: right)
    return rest != 0 && (rest < 0) != (right < 0) ? rest + right : rest
  }

  static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }

  /// The function of one number; ties of `round` go to the even number, as in Python.
  static func unary(_ function: FormulaFunction) -> ((Double) -> Double)? {
    switch function {
    case .abs: { Swift.abs($0) }
    case .floor: { $0.rounded(.down) }
    case .ceil: { $0.rounded(.up) }
    case .round: { $0.rounded(.toNearestOrEven) }
    case .sqrt: { $0.squareRoot() }
    case .log: { Foundation.log($0) }
    case .exp: { Foundation.exp($0) }
    case .min, .max, .coalesce, .date, .isNull, .choose: nil
    }
  }
}
