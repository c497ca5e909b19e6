internal import DataFrames

/// What a registration would change, worked out by the registration's own code with nothing touched.
///
/// ```swift
/// let plan = try await store.planRegistration(config, frame, mode: .merge)
/// print(plan)          // feature view demo.customers: changed …
/// ```
public struct RegistrationPlan: Sendable, Hashable {
  /// One thing that would be different afterwards.
  public struct Change: Sendable, Hashable {
    /// What kind of thing changes; the raw value is the word for people.
    public enum Kind: String, Sendable, CaseIterable {
      case entityKey = "entity key"
      case feature
      case view
      case ttl
      case tag
      case description
      case owner
      case timestampColumn = "timestamp column"
      case createdTimestampColumn = "created column"
      /// Where the rows are kept, when that becomes another place.
      case source
    }

    public let kind: Kind
    /// The feature, key, view or tag that changes; empty where there is only one thing of the kind.
    public let name: String
    /// What is there now, such as a type; nil when it is new.
    public let before: String?
    /// What would be there; nil when it would be gone.
    public let after: String?
    /// Whether something that was declared is lost: a feature, key, tag or column that goes, a type or ttl that becomes
    /// another. `featurestore register` makes such a change only with `--allow-changes`.
    public let isLoss: Bool

    /// - Parameter isLoss: nil goes by the kind of change.
    package init(_ kind: Kind, _ name: String = "", before: String?, after: String?, isLoss: Bool? = nil) {
      self.kind = kind
      self.name = name
      self.before = before
      self.after = after
      self.isLoss = isLoss ?? (before != nil && (after == nil || kind.isLostWhenReplaced))
    }
  }

  /// `feature view` or `feature service`.
  public let subject: String
  /// The full name of the view or service in its backend.
  public let name: String
  /// Whether there is nothing of this name yet.
  public let isNew: Bool
  public let changes: [Change]
  /// The rows that were given.
  public let rowsGiven: Int
  /// The rows of the view's present file that would be merged with them; 0 when they would be replaced.
  public let rowsStored: Int
  /// The rows of the view's next file.
  public let rowsToWrite: Int
  /// Columns of the given rows that are left out because the view does not declare them.
  public let columnsLeftOut: [String]

  package init(
    subject: String, name: String, isNew: Bool, changes: [Change], rowsGiven: Int = 0, rowsStored: Int = 0,
    rowsToWrite: Int = 0, columnsLeftOut: [String] = []
  ) {
    self.subject = subject
    self.name = name
    self.isNew = isNew
    self.changes = changes
    self.rowsGiven = rowsGiven
    self.rowsStored = rowsStored
    self.rowsToWrite = rowsToWrite
    self.columnsLeftOut = columnsLeftOut
  }

  /// The changes by which something that was declared is lost.
  public var losses: [Change] { changes.filter(\.isLoss) }

  /// How many rows give way to another one of the same keys and time.
  public var rowsReplaced: Int { rowsGiven + rowsStored - rowsToWrite }

  /// The names of features that the view does not have yet.
  public var addedFeatures: [String] { features { $0.before == nil } }

  /// The names of features that the view would no longer have.
  public var removedFeatures: [String] { features { $0.after == nil } }

  /// The features whose declared type would be another.
  public var retypedFeatures: [String] { features { $0.before != nil && $0.after != nil } }

  private func features(_ isWanted: (Change) -> Bool) -> [String] {
    changes.filter { $0.kind == .feature && isWanted($0) }.map(\.name)
  }
}

extension RegistrationPlan: CustomStringConvertible {
  /// The plan in lines: what it is about, each change, the rows.
  public var description: String {
    let verdict = isNew ? "new" : changes.isEmpty ? "definition unchanged" : "changed"
    var lines = ["\(subject) \(name): \(verdict)"] + changes.map { "  \($0)" }
    if rowsGiven > 0 {
      let replaced = rowsReplaced > 0 ? ", \(rowsReplaced) replaced by rows of equal keys and times" : ""
      lines.append("  rows: \(rowsGiven) given, \(rowsStored) stored, \(rowsToWrite) in the next file\(replaced)")
    }
    if !columnsLeftOut.isEmpty {
      let columns = columnsLeftOut.joined(separator: ", ")
      lines.append("  left out: \(columns) (not declared; name all features to change the list)")
    }
    return lines.joined(separator: "\n")
  }
}

extension RegistrationPlan.Change: CustomStringConvertible {
  public var description: String {
    let what = name.isEmpty ? kind.rawValue : "\(kind.rawValue) \(name)"
    switch (before, after) {
    case (nil, let after?): return "+ \(what): \(after)"
    case (let before?, nil): return "- \(what): \(before)"
    default: return "~ \(what): \(before ?? "none") -> \(after ?? "none")"
    }
  }
}

extension RegistrationPlan.Change.Kind {
  /// Whether the old value is lost when another takes its place; the others say no more than their last value.
  fileprivate var isLostWhenReplaced: Bool {
    switch self {
    case .entityKey, .feature, .ttl, .timestampColumn, .createdTimestampColumn, .source: true
    case .view, .tag, .description, .owner: false
    }
  }
}

extension RegistrationPlan.Change {
  /// The differences between two sets of named things: those gone or changed, then those new.
  package static func between(
    _ kind: Kind, _ before: [(name: String, value: String)], _ after: [(name: String, value: String)]
  ) -> [RegistrationPlan.Change] {
    let old = [ByteKey: String](firstOf: before.map { ($0.name, $0.value) })
    let new = [ByteKey: String](firstOf: after.map { ($0.name, $0.value) })
    let lost = before.filter { new[$0.name] != $0.value }.map { (name: String, value: String) in
      RegistrationPlan.Change(kind, name, before: value, after: new[name])
    }
    let gained = after.filter { old[$0.name] == nil }.map { (name: String, value: String) in
      RegistrationPlan.Change(kind, name, before: nil, after: value)
    }
    return lost + gained
  }

  /// The difference of a single thing; none when both are equal or absent.
  package static func between(_ kind: Kind, _ before: String?, _ after: String?) -> [RegistrationPlan.Change] {
    before == after ? [] : [RegistrationPlan.Change(kind, before: before, after: after)]
  }
}
