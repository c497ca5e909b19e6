public import DataFrames

/// What a historical request found in each view, and why it found nothing where it did not.
public struct HistoricalReport: Sendable, Hashable {
  /// The entity rows of one view, each counted once.
  public struct View: Sendable, Hashable {
    public let view: String
    /// Rows that have a feature row, whose values may be null.
    public let matched: Int
    /// Rows whose key has feature rows before them, all older than the view's ttl.
    public let tooOld: Int
    /// Rows whose key has feature rows, all of them later than the row.
    public let onlyLater: Int
    /// Rows whose key the view does not have.
    public let unknownKey: Int
    /// Rows without a key or a time, which match nothing.
    public let withoutKeyOrTime: Int
    /// The first and the last event time in the view; nil if it has no row with a time.
    public let times: ClosedRange<Timestamp>?

    package init(
      view: String, matched: Int, tooOld: Int, onlyLater: Int, unknownKey: Int, withoutKeyOrTime: Int,
      times: ClosedRange<Timestamp>?
    ) {
      self.view = view
      self.matched = matched
      self.tooOld = tooOld
      self.onlyLater = onlyLater
      self.unknownKey = unknownKey
      self.withoutKeyOrTime = withoutKeyOrTime
      self.times = times
    }

    /// How many entity rows there were.
    public var rows: Int { matched + tooOld + onlyLater + unknownKey + withoutKeyOrTime }
  }

  /// In the order in which the views were asked for.
  public let views: [View]

  package init(views: [View]) { self.views = views }
}

extension HistoricalReport.View: CustomStringConvertible {
  /// One line: how many rows matched, why the others did not, and where the view's rows lie.
  public var description: String {
    let all = "\(view): \(matched) of \(rows) rows matched"
    guard matched < rows else { return all }
    let reasons = [
      (tooOld, "too old (ttl)"), (onlyLater, "with later feature rows only"), (unknownKey, "of keys the view has not"),
      (withoutKeyOrTime, "without key or time"),
    ].filter { $0.0 > 0 }.map { "\($0.0) \($0.1)" }
    let range = times.map { "its rows are from \($0.lowerBound) to \($0.upperBound)" } ?? "it has no rows"
    return "\(all), \(reasons.joined(separator: ", ")); \(range)"
  }
}

/// Training rows, and what was found for them.
public struct ReportedFeatures: Sendable {
  /// As ``FeatureStoreAdapter/getHistoricalFeatures(entityDF:featureRefs:options:)`` returns it.
  public let frame: DataFrame
  public let report: HistoricalReport

  package init(frame: DataFrame, report: HistoricalReport) {
    self.frame = frame
    self.report = report
  }
}

/// Historical requests that say what they found, for stores that can tell.
public protocol HistoricalReportAdapter: FeatureStoreAdapter {
  /// As ``FeatureStoreAdapter/getHistoricalFeatures(entityDF:featureRefs:options:)``, with a report on every view.
  ///
  /// Costs little more: keys that were not found are looked for once more, in the parts of the history that the join
  /// passed over.
  func reportedHistoricalFeatures(
    entityDF: DataFrame, featureRefs: [String], options: HistoricalOptions
  ) async throws -> ReportedFeatures

  /// The same for the features of a feature service.
  func reportedHistoricalFeatures(
    entityDF: DataFrame, featureService: String, options: HistoricalOptions
  ) async throws -> ReportedFeatures
}
