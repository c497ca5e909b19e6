internal import DataFrames
internal import PointInTime

/// Times of two columns on one axis, so that nothing is rounded.
enum FormulaTimes {
  /// The counts of both columns in the finer unit of the two, and that unit.
  static func counts(_ left: Column, _ right: Column) throws -> (left: [Int64], right: [Int64], unit: TimeUnit) {
    let axis = try TimeAxis(covering: [left.type, right.type])
    return (try axis.counts(of: left), try axis.counts(of: right), axis.unit)
  }

  /// Days of 24 hours from one time to another, with their fraction; negative when it is earlier.
  ///
  /// Off by at most one unit in the last place; what is less than a whole day stays less, so that whole days can be cut.
  static func days(from earlier: Column, to later: Column) throws -> [Double?] {
    let (start, end, unit) = try counts(earlier, later)
    let perDay = Int128(unit.perSecond) * 86_400
    return start.indices.map { (row: Int) -> Double? in
      if earlier.isNull(row) || later.isNull(row) { return nil }
      return days(Int128(end[row]) - Int128(start[row]), perDay)
    }
  }

  private static func days(_ difference: Int128, _ perDay: Int128) -> Double {
    let (cut, rest) = difference.quotientAndRemainder(dividingBy: perDay)
    let whole = rest < 0 ? cut - 1 : cut
    let isExact = difference.magnitude <= 1 << 53
    let days = isExact ? Double(difference) / Double(perDay) : Double(cut) + Double(rest) / Double(perDay)
    return rest != 0 && days >= Double(whole + 1) ? Double(whole + 1).nextDown : days
  }

  /// Both columns as UTC timestamps of the finer unit of the two.
  static func sameType(_ left: Column, _ right: Column) throws -> (Column, Column) {
    let (first, second, unit) = try counts(left, right)
    return (
      Column(.timestamp(first, unit, utc: true), validity: left.validity),
      Column(.timestamp(second, unit, utc: true), validity: right.validity)
    )
  }
}
