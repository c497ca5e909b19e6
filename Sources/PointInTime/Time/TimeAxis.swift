package import DataFrames

/// One unit in which the times of both sides of a join are counted as `Int64` since 1970-01-01T00:00:00Z.
///
/// Choose it with ``init(covering:)`` from the time columns of both sides, so that no time has to be rounded: a rounded
/// history could leak from the future. A time without a zone is read as UTC; a date is its midnight. A time beyond the
/// ends of the axis is held at `Int64.min` or `Int64.max`, so that a sentinel such as the year 9999 stays the latest.
package struct TimeAxis: Hashable, Sendable {
  package let unit: TimeUnit

  package init(unit: TimeUnit) { self.unit = unit }

  /// Creates the axis of the finest unit among column types; dates, and no types at all, need milliseconds only.
  ///
  /// - Throws: A ``PointInTimeError`` with code ``PointInTimeError/Code/unsupportedTime`` for a type that is no time.
  package init(covering types: [ColumnType]) throws(PointInTimeError) {
    var finest = TimeUnit.milliseconds
    for type in types {
      switch type {
      case .timestamp(let unit, _): finest = max(finest, unit)
      case .date: break
      default: throw Self.noTime(type, nil)
      }
    }
    unit = finest
  }

  /// Returns the times of a column on this axis; the number under a null means nothing.
  ///
  /// - Parameter name: The name of the column, for the error message.
  /// - Throws: A ``PointInTimeError`` with code ``PointInTimeError/Code/unsupportedTime`` if the column holds no times,
  ///   or times in a finer unit than the axis.
  /// - Complexity: O(rows); O(1) when the column already counts in the unit of the axis.
  package func counts(of column: Column, name: String? = nil) throws(PointInTimeError) -> [Int64] {
    switch column.storage {
    case .timestamp(_, let finer, _) where finer > unit:
      throw PointInTimeError(
        .unsupportedTime,
        "\(Self.title(name)) counts in \(finer.rawValue), finer than the \(unit.rawValue) it is compared in. "
          + "Include the column's type when the axis is chosen.",
        column: name)
    case .timestamp(let counts, let coarser, _):
      return scaled(counts, by: unit.perSecond / coarser.perSecond)
    case .date(let days):
      return scaled(days.map(Int64.init), by: unit.perSecond * 86_400)
    default:
      throw Self.noTime(column.type, name)
    }
  }

  /// Returns a count of another unit on this axis, rounded down when that unit is finer.
  package func count(_ count: Int64, _ other: TimeUnit) -> Int64 {
    if other > unit { return count.flooredDivision(by: other.perSecond / unit.perSecond).quotient }
    return count.multipliedSaturating(by: unit.perSecond / other.perSecond)
  }

  /// Returns the length of a duration, rounded down to whole units; an integer time is within the one exactly when it
  /// is within the other.
  package func count(of duration: Duration) -> Int64 {
    let (seconds, attoseconds) = duration.components
    let perUnit = 1_000_000_000_000_000_000 / unit.perSecond
    // Both parts have one sign; the whole seconds and the fraction below a second are rounded down together.
    let fraction = attoseconds.flooredDivision(by: perUnit).quotient
    return seconds.multipliedSaturating(by: unit.perSecond).addingSaturating(fraction)
  }

  private func scaled(_ counts: [Int64], by factor: Int64) -> [Int64] {
    factor == 1 ? counts : counts.map { (count: Int64) -> Int64 in count.multipliedSaturating(by: factor) }
  }

  private static func noTime(_ type: ColumnType, _ name: String?) -> PointInTimeError {
    PointInTimeError(
      .unsupportedTime, "\(title(name)) holds \(type). Times must be a timestamp (ms, us or ns) or a date column.",
      column: name)
  }

  private static func title(_ name: String?) -> String { name.map { "Column '\($0)'" } ?? "The time column" }
}
