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
  static func days(from earlier: Column, to later: Column) throws -> [Double?] {
    let (start, end, unit) = try counts(earlier, later)
    let perDay = Double(unit.perSecond) * 86_400
    return start.indices.map { (row: Int) -> Double? in
      if earlier.isNull(row) || later.isNull(row) { return nil }
      let (difference, overflow) = end[row].subtractingReportingOverflow(start[row])
      return (overflow ? Double(end[row]) - Double(start[row]) : Double(difference)) / perDay
    }
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
