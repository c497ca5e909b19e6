/// How a feature's values come about.
public enum FeatureComputationType: String, Sendable, CaseIterable {
  /// A column of the source, as it is.
  case passthrough
  /// All events of the entity up to a time, made one value.
  case aggregation
  /// A formula over source columns and other features.
  case derived
  /// The events of the last days up to a time, made one value.
  case window
  /// One feature or column divided by another.
  case ratio
  /// Features or columns multiplied with each other.
  case interaction
}

/// How the events of an aggregation or a window become one value. Nulls and NaN are passed over.
public enum TemporalAggregation: String, Sendable, CaseIterable {
  /// Null when there is no value.
  case sum
  /// Null when there is no value.
  case mean
  /// How many values there are; without a source column, how many events.
  case count
  case min
  case max
  /// The standard deviation of the sample (n − 1); null for fewer than two values.
  case std
  /// The latest value; of equal times the last one written.
  case last
  /// The earliest value; of equal times the first one written.
  case first
  /// How many different values there are.
  case countDistinct = "count_distinct"
}

/// How likely a feature is to know more than was known at its time.
public enum LeakageRisk: String, Sendable, CaseIterable {
  case low
  case medium
  /// Refused in training frames unless it is allowed by name.
  case high
}
