import FeatureStore
import SampleKit

extension DataFrame {
  /// The rows that a feature store can take: keys and times are there, of equal pairs of them the last row counts.
  ///
  /// Dates become midnight UTC and decimals the nearest doubles; everything else stays as it is.
  ///
  /// - Throws: A ``SampleError`` that names the column which is missing or of the wrong type.
  func prepared(_ settings: Settings) throws -> DataFrame {
    let (key, time) = (settings.entityKey, settings.timestampColumn)
    try check(key, time, "The gold table '\(settings.gold)'")
    var frame = self
    for (name, type) in schema {
      if case .decimal = type { frame = try frame.adding(name, .float64(frame.doubles(name))) }
    }
    if try frame.column(time).type == .date {
      frame = try frame.adding(time, frame.column(time).cast(to: .timestamp(.milliseconds, utc: true)))
    }
    return try frame.dropNulls(in: [key, time]).lastOfEach(key, time)
  }

  /// The numeric columns that are no key.
  func featureNames(_ settings: Settings) -> [String] {
    schema.filter { $0.type.isNumeric && $0.name != settings.entityKey }.map(\.name)
  }

  /// Finds the column of keys and that of times.
  func check(_ key: String, _ time: String, _ what: String) throws {
    for name in [key, time] where !hasColumn(name) {
      throw SampleError(
        "\(what) has no column '\(name)'. Its columns: \(columnNames.joined(separator: ", ")). Name the right one with "
          + "--entity-key or --timestamp-column.")
    }
    switch try column(key).type {
    case .int32, .int64, .string, .binary, .timestamp: break
    case let type:
      throw SampleError(
        "\(what) has keys of the type \(type) in its column '\(key)'. A key must be a whole number, a text, binary or a "
          + "timestamp. Convert it, or name another --entity-key.")
    }
    let type = try column(time).type
    guard type.isTimestamp || type == .date else {
      throw SampleError("\(what) has no times in its column '\(time)', but \(type). Name another --timestamp-column.")
    }
  }

  private func lastOfEach(_ key: String, _ time: String) throws -> DataFrame {
    let keys = try column(key)
    let times = try self[time, as: Timestamp.self]
    var seen: Set<[FeatureValue]> = []
    var isLast = [Bool](repeating: false, count: rowCount)
    for row in (0..<rowCount).reversed() {
      guard let time = times[row] else { continue }
      isLast[row] = seen.insert([FeatureValue(keys, row: row), .timestamp(time)]).inserted
    }
    return try filter(isLast)
  }

  /// A numeric column as doubles, each the nearest one.
  func doubles(_ name: String) throws -> [Double?] {
    let column = try column(name)
    return (0..<rowCount).map { (row: Int) -> Double? in
      switch FeatureValue(column, row: row) {
      case .int32(let value): Double(value)
      case .int64(let value): Double(value)
      case .float32(let value): Double(value)
      case .float64(let value): value
      case .decimal(let value): Double(value.description)
      default: nil
      }
    }
  }
}
