public import DataFrames

/// A point in time given as text or as an instant.
///
/// Text is ISO 8601; a date alone is midnight UTC, at either end of an interval, and a time without a zone is UTC.
/// Text is read when it is used, so that a bad one is a thrown error.
public struct FeatureDate: Sendable, Hashable, ExpressibleByStringLiteral {
  private enum Source: Hashable { case text(String), instant(Timestamp) }
  private let source: Source

  public init(_ text: String) { source = .text(text) }
  public init(_ instant: Timestamp) { source = .instant(instant) }
  public init(stringLiteral text: String) { source = .text(text) }

  /// The instant that is meant.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/invalidArgument`` that quotes a bad text.
  public func timestamp() throws -> Timestamp {
    switch source {
    case .instant(let instant): return instant
    case .text(let text):
      do {
        return try Timestamp(text)
      } catch {
        throw FeatureStoreError(.invalidArgument, error.message, underlying: error)
      }
    }
  }
}
