public import DataFrames

/// What an adapter can do, and what a suite of checks may therefore ask of it.
///
/// The defaults ask for everything that the protocol describes. An adapter that sets one of them says publicly what it
/// lacks.
public struct ConformanceOptions: Sendable {
  /// How online values look after a materialization.
  public enum OnlineForms: Sendable {
    /// As they were stored; a date is its midnight UTC.
    case stored
    /// As Feast keeps them: times in whole seconds, decimals as text, NaN as null.
    case feast
  }

  /// The finest unit in which times are compared exactly.
  public var timeUnit = TimeUnit.microseconds
  /// The types that an entity key can have, besides int64.
  public var keyTypes: [ColumnType] = [.int32, .string]
  /// The types that a feature can have in training rows.
  public var featureTypes = SameAnswerFrames.featureTypes
  /// The types that a feature can have online; empty: there is no online store, and nothing is asked of it.
  public var onlineTypes: [ColumnType] = [
    .bool, .int32, .int64, .float32, .float64, .string, .binary, .date, .timestamp(.microseconds, utc: true),
    .decimal(precision: 18, scale: 4), .list(.float32), .list(.string),
  ]
  public var onlineForms = OnlineForms.stored
  /// Whether values are online only once a materialization has put them there.
  public var onlineNeedsMaterialize = true
  /// Whether the verbs on tables are there: createTable, writeTable, readTable, getTableMetadata, deleteTable.
  public var hasTables = true
  /// Whether earlier versions of a table can be read.
  public var hasVersions = true
  /// Whether each call takes long: frames and tables of cases are then smaller.
  public var isSlow = false
  /// How many tasks use the adapter at once.
  public var parallelTasks = 8

  public init() {}

  var hasOnlineStore: Bool { !onlineTypes.isEmpty }
}
