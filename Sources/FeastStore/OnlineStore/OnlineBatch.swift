internal import DataFrames
internal import FeatureStoreCore

/// Rows to write to the online store: one entity a row, its values encoded.
struct OnlineBatch: Sendable {
  /// Encoded entity keys; an empty one is left out.
  let keys: TextBuffer
  let features: [EncodedFeature]
  /// Whole seconds since 1970, cut toward zero as Feast cuts them.
  let eventSeconds: [Int64]
  /// nil: the source has no created column. Null rows are written as NULL.
  let createdSeconds: [Int64?]?

  /// Encodes columns as the types that a view declares.
  ///
  /// - Parameters:
  ///   - keys: Encoded keys, one a row, from an ``EntityKeyEncoder``.
  ///   - eventTime: A timestamp or date column without nulls.
  /// - Throws: A `FeatureStoreError` with code `typeMismatch` that names the column.
  init(
    keys: TextBuffer, features: [(field: FeastField, column: Column)], eventTime: Column, created: Column? = nil
  ) throws {
    self.keys = keys
    self.features = try features.map { try EncodedFeature($0.field, $0.column) }
    let times = try Self.seconds(eventTime, "event time")
    guard !times.contains(nil) else {
      throw FeatureStoreError(.typeMismatch, "The event time of a row is null. Leave out rows without an event time.")
    }
    eventSeconds = times.map { $0 ?? 0 }
    createdSeconds = try created.map { try Self.seconds($0, "created time") }
    let rows = keys.count
    precondition(
      eventSeconds.count == rows && (createdSeconds?.count ?? rows) == rows
        && self.features.allSatisfy { $0.values.count == rows }, "every column of a batch has a row for each key")
  }

  var rowCount: Int { keys.count }

  private static func seconds(_ column: Column, _ what: String) throws -> [Int64?] {
    switch column.storage {
    case .timestamp(let counts, let unit, _):
      return counts.indices.map { (row: Int) -> Int64? in column.isNull(row) ? nil : counts[row] / unit.perSecond }
    case .date(let days):
      return days.indices.map { (row: Int) -> Int64? in column.isNull(row) ? nil : Int64(days[row]) * 86_400 }
    default:
      throw FeatureStoreError(
        .typeMismatch, "The \(what) is \(column.type), not a timestamp. Convert the column to a timestamp first.")
    }
  }
}
