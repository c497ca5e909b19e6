internal import DataFrames

/// One thing that was checked of a store, and what was found.
public struct StoreCheck: Sendable, Hashable {
  /// How it stands with the thing that was checked.
  public enum Status: String, Sendable, Hashable {
    case fine = "ok"
    /// Works, but something is worth knowing.
    case warning
    /// Does not work.
    case failed = "FAILED"
  }

  public let name: String
  public let status: Status
  /// What was found, and if it is not fine, what to do.
  public let finding: String

  /// Whether it works; a warning is no failure.
  public var isFine: Bool { status != .failed }

  public init(name: String, status: Status, finding: String) {
    self.name = name
    self.status = status
    self.finding = finding
  }

  public init(name: String, isFine: Bool, finding: String) {
    self.init(name: name, status: isFine ? .fine : .failed, finding: finding)
  }
}
