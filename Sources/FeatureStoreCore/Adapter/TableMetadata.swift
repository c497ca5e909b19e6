public import DataFrames

/// A table of features as its backend describes it: what ``FeatureStoreAdapter/getTableMetadata(_:)`` returns.
public struct TableMetadata: Sendable, Hashable {
  /// A state of the table that can still be read.
  public struct Version: Sendable, Hashable {
    /// Counts up with every write; what ``FeatureStoreAdapter/readTable(_:version:)`` takes.
    public let number: Int64
    /// When it was written; nil if the backend does not say.
    public let writtenAt: Timestamp?

    public init(number: Int64, writtenAt: Timestamp?) {
      self.number = number
      self.writtenAt = writtenAt
    }
  }

  /// The view that the table belongs to: its columns, keys, times, ttl, tags, and where the rows are.
  public let view: FeatureViewSummary
  /// All columns, in the order in which ``FeatureStoreAdapter/readTable(_:version:)`` returns them.
  public let columns: [FeatureViewSummary.Field]
  /// The rows of the newest version.
  public let rowCount: Int
  /// The versions that can be read, oldest first; the last one is what is read when none is named.
  public let versions: [Version]

  public init(
    view: FeatureViewSummary, columns: [FeatureViewSummary.Field], rowCount: Int, versions: [Version]
  ) {
    self.view = view
    self.columns = columns
    self.rowCount = rowCount
    self.versions = versions
  }

  public var name: String { view.name }
}
