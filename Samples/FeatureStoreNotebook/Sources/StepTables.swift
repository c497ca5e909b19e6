import FeatureStore
import SampleKit

extension FeatureRegistry {
  /// What is defined, a row for each feature.
  var table: DataFrame {
    [
      "feature": .string(features.map(\.name)), "data type": .string(features.map(\.dataType)),
      "computation": .string(features.map(\.computationType.rawValue)),
      "source column": .string(features.map { $0.sourceColumns.joined(separator: ", ") }),
      "leakage risk": .string(features.map(\.leakageRisk.rawValue)),
    ]
  }
}

extension LeakageReport {
  /// The findings, or one row that says that there are none.
  var table: DataFrame {
    if isClean {
      return [
        "feature": .string(["all \(features.count)"]), "rows": .int64([Int64(rowCount)]),
        "what was found": .string(["nothing"]),
      ]
    }
    return [
      "feature": .string(findings.map(\.feature)), "rows": .int64(findings.map { _ in Int64(rowCount) }),
      "what was found": .string(findings.map(\.kind.finding)), "what to do": .string(findings.map(\.kind.remedy)),
    ]
  }
}

extension DataFrame {
  func firstTime(_ settings: Settings) throws -> Timestamp { try extreme(settings) { $0.min() } }
  func lastTime(_ settings: Settings) throws -> Timestamp { try extreme(settings) { $0.max() } }

  private func extreme(
    _ settings: Settings, _ choose: (ColumnValues<Timestamp>) -> Timestamp?
  ) throws -> Timestamp {
    guard let time = choose(try self[settings.timestampColumn, as: Timestamp.self]) else {
      throw SampleError("The gold table has no rows.")
    }
    return time
  }
}

extension Settings {
  func noFeatures(_ gold: DataFrame) -> SampleError {
    SampleError(
      "The gold table '\(self.gold)' has no numeric column beside its key '\(entityKey)', so there is nothing to make a "
        + "feature of. Its columns: \(gold.schema.map { "\($0.name) (\($0.type))" }.joined(separator: ", ")).")
  }

  func noRows(_ file: DataFrame) -> SampleError {
    SampleError(
      "None of the \(file.rowCount) rows of the gold table '\(gold)' has both a key in '\(entityKey)' and a time in "
        + "'\(timestampColumn)'.")
  }
}

/// A row for each published view, with what the store says of it.
func publicationTable(_ published: [(table: PublishedTable, view: FeatureViewSummary)]) -> DataFrame {
  let (tables, views) = (published.map(\.table), published.map(\.view))
  return [
    "view": .string(views.map(\.name)), "features": .int64(views.map { Int64($0.features.count) }),
    "rows": .int64(tables.map { Int64($0.rowCount) }),
    "ttl, days": .string(views.map { $0.ttl.map { "\($0.components.seconds / 86_400)" } ?? "no limit" }),
    "cut-off date": .timestamp(tables.map(\.cutoffDate)),
    "rows left out": .int64(tables.map { Int64($0.rowsAfterCutoff + $0.rowsWithoutKeyOrTime) }),
  ]
}
