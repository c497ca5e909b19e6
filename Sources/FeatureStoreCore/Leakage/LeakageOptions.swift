/// What a ``LeakageReport`` needs to know about a frame.
public struct LeakageOptions: Sendable, Hashable {
  /// From when on the outcome is known.
  public enum LabelDate: Sendable, Hashable {
    /// One date for all rows.
    case date(FeatureDate)
    /// A column with the date of each row.
    case column(String)
  }

  /// The features; nil: those of the registry that the frame has, under their names or as `view__feature`, or without a
  /// registry every column that the other options do not name.
  public var features: [String]?
  /// The rows' times; nil: `event_timestamp`, else `feature_timestamp`, else the only timestamp column, else none.
  public var timestampColumn: String?
  /// The column of labels; nil: features are not compared with one.
  public var labelColumn: String?
  public var labelDate: LabelDate?
  /// Feature → the column that says when its value came about. A column `<feature>_timestamp` is found by itself, and
  /// `feature_timestamp`, where it is not the rows' own time, stands for all others.
  public var sourceTimestampColumns: [String: String]
  /// Columns that are no features, such as the entity key.
  public var ignoring: [String]
  /// Which features are of high risk.
  public var registry: FeatureRegistry?
  /// Features of high risk that are meant to be there.
  public var allowingHighRisk: [String]
  /// From which share of rows on, each label counted alike, a feature nearly is the label.
  public var nearlyEqual: Double
  /// From which absolute correlation with a label of numbers on a feature nearly is the label.
  public var nearlyCorrelated: Double

  public init(
    features: [String]? = nil, timestampColumn: String? = nil, labelColumn: String? = nil, labelDate: LabelDate? = nil,
    sourceTimestampColumns: [String: String] = [:], ignoring: [String] = [], registry: FeatureRegistry? = nil,
    allowingHighRisk: [String] = [], nearlyEqual: Double = 0.97,
    nearlyCorrelated: Double = 0.98
  ) {
    self.features = features
    self.timestampColumn = timestampColumn
    self.labelColumn = labelColumn
    self.labelDate = labelDate
    self.sourceTimestampColumns = sourceTimestampColumns
    self.ignoring = ignoring
    self.registry = registry
    self.allowingHighRisk = allowingHighRisk
    self.nearlyEqual = nearlyEqual
    self.nearlyCorrelated = nearlyCorrelated
  }
}
