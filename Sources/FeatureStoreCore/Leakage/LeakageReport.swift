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
      /// The feature is the label in every row that has both.
      case equalsLabel
      /// The feature tells the label in this share of the rows, or has this absolute correlation with it.
      case nearlyEqualsLabel(Double)
      /// Null in every row before the label date, filled in this many rows from it on.
      case knownAfterLabel(rows: Int)
      /// Its definition says so; the notes give the reason.
      case declaredHighRisk(notes: String?)
    }

    public let feature: String
    public let kind: Kind
  }

  /// By feature in the order of the frame's columns, for each in the order of ``Finding/Kind``.
  public let findings: [Finding]
  /// The columns that were looked at.
  public let features: [String]
  public let rowCount: Int

  /// Whether nothing was found.
  public var isClean: Bool { findings.isEmpty }

  /// Looks at every feature of a frame; changes nothing.
  ///
  /// - Throws: A ``FeatureStoreError`` that names a column which the options mention and the frame does not have, or that
  ///   holds another type than times.
  /// - Complexity: O(rows) for each feature.
  public init(_ frame: DataFrame, options: LeakageOptions = LeakageOptions()) throws {
    let scan = try LeakageScan(frame, options)
    features = scan.features
    rowCount = frame.rowCount
    findings = try scan.features.flatMap { try scan.findings($0) }
  }

  /// A table in plain words: the feature, what was found, what to do about it.
  public var description: String {
    guard !isClean else { return "No leakage found in \(features.count) features of \(rowCount) rows." }
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
    case .equalsLabel: "it is the label in every row"
    case .nearlyEqualsLabel(let share): "it nearly is the label: \(percent(share))"
    case .knownAfterLabel(let rows): "empty before the label date, filled in \(rows) rows after it"
    case .declaredHighRisk(let notes): "its definition says high leakage risk" + (notes.map { ": \($0)" } ?? "")
    }
  }

  public var remedy: String {
    switch self {
    case .sourceAfterRow: "join it again, point in time"
    case .equalsLabel: "leave it out"
    case .nearlyEqualsLabel: "find out whether it is made from the label"
    case .knownAfterLabel: "leave it out: it is not known when you predict"
    case .declaredHighRisk: "leave it out, or allow it by name"
    }
  }

  /// A share with one digit after the point, rounded down, so that 100 % means all.
  private func percent(_ share: Double) -> String {
    let tenths = Int((share * 1_000).rounded(.down))
    return "\(tenths / 10).\(tenths % 10) %"
  }
}
