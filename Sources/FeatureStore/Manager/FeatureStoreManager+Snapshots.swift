public import DataFrames
public import FeatureStoreCore

extension FeatureStoreManager {
  private var snapshots: SnapshotFolder { SnapshotFolder(path: "\(outputPath)/snapshots") }

  /// Freezes the rows of a frame that may be trained on: those whose label is known and that are not after the cut-off.
  ///
  /// - Parameter cutoffDate: nil: the one that the project's tables share. A row exactly at it is kept.
  /// - Returns: The snapshot, under the next version number.
  /// - Throws: A ``FeatureStoreError`` if there is no cut-off date, another one is in force, a column is missing or no
  ///   row is left; nothing has been written then.
  public func createSnapshot(
    _ frame: DataFrame, cutoffDate: FeatureDate? = nil, options: SnapshotOptions = SnapshotOptions()
  ) async throws -> TrainingSnapshot {
    let cutoff = try await cutoff(cutoffDate)
    let rows = try frame.filter(try SnapshotRows(frame: frame, options: options, cutoff: cutoff).kept())
    guard rows.rowCount > 0 else {
      throw FeatureStoreError(
        .emptyFrame,
        "None of the \(frame.rowCount) rows can be trained on: their labels are missing or their times are after the "
          + "cut-off date \(cutoff).")
    }
    return try snapshots.write(rows) { (version: Int, digest: String) -> TrainingSnapshot in
      TrainingSnapshot(
        id: TrainingSnapshot.id(version), version: version, rowCount: rows.rowCount, targetColumn: options.targetColumn,
        timestampColumn: options.timestampColumn, cutoffDate: cutoff, createdAt: PythonTime.now(), sha256: digest)
    }
  }

  /// The snapshots there are, by version.
  public func listSnapshots() throws -> [TrainingSnapshot] { try snapshots.list() }

  /// The registry's features and the labels of a snapshot, after its file was checked against its SHA-256.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/corruptData`` if the file was changed,
  ///   ``FeatureStoreError/Code/leakage`` if it has features of high leakage risk that are not allowed by name.
  public func createTrainingSet(
    fromSnapshot id: String, _ registry: FeatureRegistry, allowingHighRisk: [String] = []
  ) throws -> TrainingSet {
    let (snapshot, frame) = try snapshots.read(id)
    let names = registry.featureNames.filter { frame.hasColumn($0) && $0 != snapshot.targetColumn }
    guard !names.isEmpty else {
      throw FeatureStoreError(
        .featureNotFound,
        "Snapshot '\(id)' has none of the registry's features. Columns there: \(listed(frame.columnNames)).")
    }
    try registry.refuseHighRisk(names, allowing: allowingHighRisk)
    return TrainingSet(
      snapshot: snapshot, features: try frame.select(names), target: try frame.column(snapshot.targetColumn))
  }

  private func cutoff(_ asked: FeatureDate?) async throws -> Timestamp {
    let asked = try asked?.timestamp()
    let shared = try await cutoffDate()
    if let asked, let shared, asked != shared {
      throw FeatureStoreError(
        .conflict,
        "A snapshot cannot have the cut-off date \(asked): the project's tables have \(shared). Use that date.")
    }
    guard let cutoff = asked ?? shared else {
      throw FeatureStoreError(.invalidArgument, "No table was published yet, so a snapshot needs a `cutoffDate`.")
    }
    return cutoff
  }
}

/// Decides which rows may be trained on.
private struct SnapshotRows {
  let frame: DataFrame
  let options: SnapshotOptions
  let cutoff: Timestamp

  func kept() throws -> [Bool] {
    let target = try frame.column(options.targetColumn)
    let name = try TimestampColumn.resolve(frame.schema, named: options.timestampColumn, in: "The frame")
    let times = try frame.column(name)
    let available = try availability()
    let counts = try times.cast(to: .timestamp(times.unit, utc: true)).values(as: Timestamp.self)
    return (0..<frame.rowCount).map { (row: Int) -> Bool in
      guard !target.isMissing(row), let time = counts[row], time <= cutoff else { return false }
      return available.map { $0[row] ?? false } ?? true
    }
  }

  private func availability() throws -> ColumnValues<Bool>? {
    let usual = "label_available_flag"
    guard let name = options.labelAvailableColumn ?? (frame.hasColumn(usual) ? usual : nil) else { return nil }
    return try frame[name, as: Bool.self]
  }
}

extension Column {
  /// Whether a row has no value; NaN is none.
  fileprivate func isMissing(_ row: Int) -> Bool {
    if isNull(row) { return true }
    switch storage {
    case .float32(let values): return values[row].isNaN
    case .float64(let values): return values[row].isNaN
    default: return false
    }
  }

  /// The unit of a timestamp column; milliseconds for others.
  fileprivate var unit: TimeUnit { if case .timestamp(_, let unit, _) = storage { unit } else { .milliseconds } }
}
