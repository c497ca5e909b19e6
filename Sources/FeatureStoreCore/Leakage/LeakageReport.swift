public import DataFrames

/// What in a training frame may know more than was known at its rows' times.
///
/// ```swift
/// let report = try LeakageReport(training, options: LeakageOptions(labelColumn: "churned", registry: registry))
/// print(report)      // a table in plain words
/// ```
public struct LeakageReport: Sendable, Hashable, CustomStringConvertible {
  /// One reason to distrust one feature.
  public struct Finding: Sendable, Hashable {
    /// What is the matter.
    public enum Kind: Sendable, Hashable {
      /// In this many rows the feature's source is later than the row.
      case sourceAfterRow(rows: Int)
      /// In this many rows the feature itself is a time that is later than the row.
      case timeAfterRow(rows: Int)
      /// The feature is the label in every row that has both.
      case equalsLabel
      /// The feature tells the label in this share of the rows, each label counted alike, or has this absolute
      /// correlation with it.
      case nearlyEqualsLabel(Double)
      /// Several values stand for each label, or thresholds keep the labels apart, in this share of the rows.
      case tellsLabel(Double)
      /// The feature rises or falls with the label: this is the absolute correlation of their ranks.
      case followsLabel(Double)
      /// Whether the feature is filled tells the label, in this share of the rows, each label counted alike.
      case filledWithLabel(Double)
      /// Null in every row before the label date, filled in this many rows from it on.
      case knownAfterLabel(rows: Int)
      /// Its definition says so; the notes give the reason.
      case declaredHighRisk(notes: String?)
      /// It is made from these features, whose definitions say so.
      case madeFromHighRisk([String])
    }

    public let feature: String
    public let kind: Kind
  }

  /// Something that could not be looked at.
  public struct NotChecked: Sendable, Hashable {
    /// What would have been looked for.
    public let check: String
    public let reason: String
    /// Whether the options ask for it, so that a report without it is not clean.
    public let wasAskedFor: Bool
  }

  /// By feature in the order of the frame's columns, for each in the order of ``Finding/Kind``.
  public let findings: [Finding]
  /// What could not be looked at, and why.
  public let notChecked: [NotChecked]
  /// The columns that were looked at.
  public let features: [String]
  public let rowCount: Int

  /// Whether nothing was found, and everything that the options ask for was looked at.
  public var isClean: Bool { findings.isEmpty && !notChecked.contains(where: \.wasAskedFor) }

  /// Looks at every feature of a frame; changes nothing.
  ///
  /// A likeness to the label counts when it beats what the label's own frequencies explain, and when enough rows show it:
  /// luck of less than one in 10 000, or one in 100 for a feature that is the label in every row. Of more than 100 000
  /// rows some are looked at first, among them all of rare labels.
  ///
  /// - Throws: A ``FeatureStoreError`` that names a column which the options mention and the frame does not have, or that
  ///   holds another type than times.
  /// - Complexity: O(rows × log(rows)) for each feature.
  public init(_ frame: DataFrame, options: LeakageOptions = LeakageOptions()) throws {
    let scan = try LeakageScan(frame, options)
    features = scan.features
    rowCount = frame.rowCount
    notChecked = scan.notChecked
    findings = try scan.features.flatMap { try scan.findings($0) }
  }

  /// A table in plain words: the feature, what was found, what to do about it; then what was not checked.
  public var description: String {
    ([findings.isEmpty ? summary : table] + notChecked.map { "Not checked: \($0.check): \($0.reason)." })
      .joined(separator: "\n")
  }

  private var summary: String {
    features.isEmpty
      ? "No feature of \(rowCount) rows was looked at."
      : "No leakage found in \(features.count) features of \(rowCount) rows."
  }

  private var table: String {
    let table: DataFrame = [
      "feature": .string(findings.map(\.feature)), "what was found": .string(findings.map(\.kind.finding)),
      "what to do": .string(findings.map(\.kind.remedy)),
    ]
    return table.table(maxRows: findings.count, maxCellWidth: 100, details: false)
  }
}

extension LeakageReport.Finding.Kind {
  /// What was found, in a sentence without an end.
  public var finding: String {
    switch self {
    case .sourceAfterRow(let rows): "in \(rows) rows its source is later than the row itself"
    case .timeAfterRow(let rows): "in \(rows) rows it is a time later than the row itself"
    case .equalsLabel: "it is the label in every row"
    case .nearlyEqualsLabel(let share): "it nearly is the label: \(percent(share))"
    case .tellsLabel(let share): "its values tell the label: \(percent(share))"
    case .followsLabel(let share): "it rises or falls with the label: \(percent(share))"
    case .filledWithLabel(let share): "whether it is filled tells the label: \(percent(share))"
    case .knownAfterLabel(let rows): "empty before the label date, filled in \(rows) rows after it"
    case .declaredHighRisk(let notes): "its definition says high leakage risk" + (notes.map { ": \($0)" } ?? "")
    case .madeFromHighRisk(let sources): "it is made from features of high leakage risk: \(listed(sources))"
    }
  }

  public var remedy: String {
    switch self {
    case .sourceAfterRow: "join it again, point in time"
    case .equalsLabel: "leave it out"
    case .timeAfterRow: "find out whether it was known then, or leave it out"
    case .nearlyEqualsLabel, .tellsLabel, .followsLabel: "find out whether it is made from the label"
    case .filledWithLabel: "find out when it is filled"
    case .knownAfterLabel: "leave it out: it is not known when you predict"
    case .declaredHighRisk, .madeFromHighRisk: "leave it out, or allow it by name"
    }
  }

  /// A share with one digit after the point, rounded down, so that 100 % means all.
  private func percent(_ share: Double) -> String {
    let tenths = Int((share * 1_000).rounded(.down))
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
