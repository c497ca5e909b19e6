public import DataFrames
internal import FeatureStoreCore

/// A frozen training frame: a Parquet file that is never changed, and what is known about it.
public struct TrainingSnapshot: Sendable, Hashable {
  /// `training_v1`, `training_v2`, …
  public let id: String
  public let version: Int
  public let rowCount: Int
  public let targetColumn: String
  public let timestampColumn: String
  /// No row is later.
  public let cutoffDate: Timestamp
  /// ISO 8601 text in UTC.
  public let createdAt: String
  /// Of the Parquet file, in hexadecimal digits.
  public let sha256: String
}

extension TrainingSnapshot {
  static func id(_ version: Int) -> String { "training_v\(version)" }

  /// The version of an id; nil if it is none. The greatest number is none, so that each version has a next one.
  static func version(_ id: String) -> Int? {
    guard id.hasPrefix("training_v"), let version = Int(id.dropFirst("training_v".count)), version > 0,
      version < .max, Self.id(version) == id
    else { return nil }
    return version
  }

  var json: JSONValue {
    .object([
      JSONMember("snapshot_id", .string(id)),
      JSONMember("version", .integer(Int64(version))),
      JSONMember("row_count", .integer(Int64(rowCount))),
      JSONMember("target_column", .string(targetColumn)),
      JSONMember("timestamp_column", .string(timestampColumn)),
      JSONMember("cutoff_date", .string(PythonTime.text(cutoffDate))),
      JSONMember("created_at", .string(createdAt)),
      JSONMember("sha256", .string(sha256)),
    ])
  }

  init(json: JSONValue, id: String) throws {
    var fields = try JSONFields(json, "snapshot '\(id)'")
    self.id = id
    version = Self.version(id) ?? 0
    rowCount = try fields.integer("row_count") ?? 0
    targetColumn = try fields.requiredText("target_column")
    timestampColumn = try fields.requiredText("timestamp_column")
    cutoffDate = try FeatureDate(try fields.requiredText("cutoff_date")).timestamp()
    createdAt = try fields.requiredText("created_at")
    sha256 = try fields.requiredText("sha256")
  }
}

/// What a snapshot is made by.
public struct SnapshotOptions: Sendable, Hashable {
  /// The column of labels; rows whose label is null or NaN are left out.
  public var targetColumn: String
  /// The column of the rows' times; rows after the cut-off are left out.
  public var timestampColumn: String
  /// A column that says which labels are known; rows where it is not true are left out. nil: `label_available_flag` if
  /// the frame has it.
  public var labelAvailableColumn: String?

  public init(
    targetColumn: String = "target", timestampColumn: String = "feature_timestamp", labelAvailableColumn: String? = nil
  ) {
    self.targetColumn = targetColumn
    self.timestampColumn = timestampColumn
    self.labelAvailableColumn = labelAvailableColumn
  }
}

/// Features and labels, row for row.
public struct TrainingSet: Sendable {
  public let snapshot: TrainingSnapshot
  public let features: DataFrame
  public let target: Column
}
