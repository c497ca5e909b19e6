/// One thing that was checked of a store, and what was found.
public struct StoreCheck: Sendable, Hashable {
  public let name: String
  public let isFine: Bool
  /// What was found, and if it is not fine, what to do.
  public let finding: String

  public init(name: String, isFine: Bool, finding: String) {
    self.name = name
    self.isFine = isFine
    self.finding = finding
  }
}
