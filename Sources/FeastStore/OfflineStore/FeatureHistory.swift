internal import DataFrames
internal import FeatureStoreCore
internal import Parquet
internal import PointInTime

/// The source of a feature view, a file or several, read a row group at a time under the view's own column names.
///
/// Safe to read from several threads at once.
struct FeatureHistory: Sendable {
  /// Keys, time and created time of one row group.
  struct Dated {
    let keys: [Column]
    let time: Column
    let created: Column?
  }

  let view: FeastView
  let source: FeastFileSource
  let path: String
  let table: ParquetDataset
  private let names: SourceColumnNames
  /// The number of the first row of each row group, and the number of all rows last.
  private let firstRows: [Int]

  /// Opens the file and checks that it holds the view's keys and times.
  ///
  /// - Throws: A ``FeatureStoreError`` that names the view, the path and what is missing.
  init(_ view: FeastView, in repository: RepoConfig) throws {
    try repository.require(.offlineStore)
    self.view = view
    source = try view.fileSource()
    path = source.path(in: repository.repoPath)
    table = try SourceError.opening(view, path)
    names = SourceColumnNames(source, table.schema.map(\.name))
    firstRows = table.rowGroups.reduce(into: [0]) { (sums: inout [Int], group: ParquetDataset.RowGroup) in
      sums.append((sums.last ?? 0) + group.rowCount)
    }
    try require(keyNames + [source.timestampField] + [source.createdColumn].compactMap { $0 })
    for column in keyNames + [source.timestampField] { try requireEverywhere(column) }
  }

  var rowGroups: [ParquetDataset.RowGroup] { table.rowGroups }
  var rowGroupCount: Int { table.rowGroups.count }
  var rowCount: Int { firstRows.last ?? 0 }
  func firstRow(_ group: Int) -> Int { firstRows[group] }
  func rowCount(_ group: Int) -> Int { firstRows[group + 1] - firstRows[group] }

  /// What the first file says of itself.
  var fileMetadata: [String: String] { table.files.first?.keyValueMetadata ?? [:] }

  /// The key columns of the file: none for a view that has one row for everybody.
  var keyNames: [String] { view.isEntityless ? [] : view.joinKeys.map(\.name) }

  private func require(_ columns: [String]) throws {
    let present = table.schema.map(\.name)
    for column in columns where !present.contains(names[column]) {
      throw FeatureStoreError(
        .columnNotFound,
        "The file of view '\(view.name)' has no column '\(names[column])'."
          + "\(hint(for: names[column], among: present)) Columns there: \(listed(present)). "
          + "Register the view again with a frame that has it. File: \(path)",
        context: .init(view: view.name, column: column, path: path))
    }
  }

  /// A column that one of several files lacks is null there, but rows without keys or times would be lost unseen.
  private func requireEverywhere(_ column: String) throws {
    guard let path = table.path(lacking: names[column]) else { return }
    throw FeatureStoreError(
      .columnNotFound,
      "A file of view '\(view.name)' has no column '\(names[column])', which its other files have. Write it anew with the "
        + "column, or take it out of the folder. File: \(path)",
      context: .init(view: view.name, column: column, path: path))
  }

  /// The type of a column of the view in its file.
  func type(_ column: String) throws -> ColumnType {
    try require([column])
    let source = names[column]
    guard let field = table.schema.first(where: { $0.name == source }), let type = field.type else {
      throw FeatureStoreError(
        .notSupported, "Column '\(column)' of view '\(view.name)' has a type that cannot be read yet. File: \(path)",
        context: .init(view: view.name, column: column, path: path))
    }
    return type
  }

  func keyTypes() throws -> [ColumnType] { try keyNames.map(type) }

  /// The axis that holds every time of the history, and of `others`, without rounding.
  ///
  /// - Parameter comparingCreated: Whether created times are to be compared with event times.
  func axis(with others: [ColumnType] = [], comparingCreated: Bool = false) throws -> TimeAxis {
    let columns = [source.timestampField] + (comparingCreated ? [source.createdColumn].compactMap { $0 } : [])
    let types = try columns.map(type) + others
    return try SourceError.wrapping(view) { try TimeAxis(covering: types) }
  }

  func createdAxis() throws -> TimeAxis? {
    guard let created = source.createdColumn else { return nil }
    let type = try type(created)
    return try SourceError.wrapping(view) { try TimeAxis(covering: [type]) }
  }

  func dated(_ group: Int) throws -> Dated {
    let wanted = keyNames + [source.timestampField] + [source.createdColumn].compactMap { $0 }
    let columns = try columns(wanted, group)
    let created = source.createdColumn == nil ? nil : columns.last
    return Dated(keys: Array(columns.prefix(keyNames.count)), time: columns[keyNames.count], created: created)
  }

  /// Columns of one row group, in the order asked for.
  func columns(_ wanted: [String], _ group: Int) throws -> [Column] {
    let sources = wanted.map { names[$0] }
    return try SourceError.wrapping(view) {
      let distinct = Set<ByteKey>(strings: sources)
      let frame = try table.readRowGroup(group, columns: table.schema.map(\.name).filter { distinct.contains($0) })
      return try sources.map { try frame.column($0) }
    }
  }

  /// All columns of one row group, under the view's names.
  func frame(_ group: Int) throws -> DataFrame {
    try SourceError.wrapping(view) {
      let frame = try table.readRowGroup(group)
      return try DataFrame(
        columns: try frame.columnNames.map { (name: viewName($0), column: try frame.column($0)) })
    }
  }

  /// What the view calls a column of the file.
  func viewName(_ source: String) -> String { names.field(of: source) }

  /// The times of one row group on the axes of a join.
  func times(_ dated: Dated, _ group: Int, _ axis: TimeAxis, _ createdAxis: TimeAxis?) throws -> HistoryTimes {
    try SourceError.wrapping(view) {
      var created: (column: Column, axis: TimeAxis)?
      if let column = dated.created, let createdAxis { created = (column, createdAxis) }
      return try HistoryTimes((dated.time, axis), created: created, firstRow: firstRow(group))
    }
  }

  /// The first and the last event time in the file: by its statistics, or read where a row group has none.
  func timeRange() throws -> ClosedRange<Timestamp>? {
    var range: ClosedRange<Timestamp>?
    let type = try type(source.timestampField)
    for group in 0..<rowGroupCount {
      guard let found = try timeRange(group, type) else { continue }
      range =
        min(
          range?.lowerBound ?? found.lowerBound, found.lowerBound)...max(
          range?.upperBound ?? found.upperBound, found.upperBound)
    }
    return range
  }

  private func timeRange(_ group: Int, _ type: ColumnType) throws -> ClosedRange<Timestamp>? {
    if case .timestamp(let unit, _) = type,
      let statistics = rowGroups[group].statistics(for: names[source.timestampField]),
      let low = statistics.minimum, let high = statistics.maximum, low <= high
    {
      return Timestamp(low, unit)...Timestamp(high, unit)
    }
    let column = try columns([source.timestampField], group)[0].cast(to: .timestamp(.nanoseconds, utc: true))
    let times = try column.values(as: Timestamp.self).compactMap { $0 }
    guard let low = times.min(), let high = times.max() else { return nil }
    return low...high
  }

  /// Whether the rows of a row group are all later than a range, by its statistics.
  func isLater(_ group: Int, than range: ClosedRange<Int64>, _ axis: TimeAxis) throws -> Bool {
    guard case .timestamp(let unit, _) = try type(source.timestampField),
      let low = rowGroups[group].statistics(for: names[source.timestampField])?.minimum
    else { return false }
    return axis.count(low, unit) > range.upperBound
  }

  /// The row groups that can hold a time in a range, by their statistics; a group without statistics always can.
  func rowGroups(within range: ClosedRange<Int64>, _ axis: TimeAxis) throws -> [Int] {
    guard case .timestamp(let unit, _) = try type(source.timestampField) else { return Array(0..<rowGroupCount) }
    let source = names[source.timestampField]
    return (0..<rowGroupCount).filter { (group: Int) -> Bool in
      guard let statistics = rowGroups[group].statistics(for: source), let low = statistics.minimum,
        let high = statistics.maximum
      else { return true }
      return axis.count(high, unit) >= range.lowerBound && axis.count(low, unit) <= range.upperBound
    }
  }
}
