internal import DataFrames
internal import FeatureStoreCore
internal import Parquet

/// Reads the rows and the history of a feature table.
struct TableReading {
  let workspace: Workspace
  let table: FeatureTable

  /// All rows, through the volume as Parquet.
  ///
  /// - Parameter version: A version that ``versions()`` lists; nil means the newest.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/versionNotFound`` that lists the versions.
  func run(version: Int64?) async throws -> DataFrame {
    if let version { try await require(version) }
    let columns = try table.columns.map { (field: FeatureTable.Field) -> ResultColumn in
      guard let type = field.type else {
        throw FeatureStoreError(
          .notSupported, "Column '\(field.name)' of \(table.name.full) is a \(field.sqlType), which cannot be read.",
          context: .init(view: table.view, column: field.name))
      }
      return ResultColumn(name: field.name, type: type)
    }
    let travel = version.map { " VERSION AS OF \($0)" } ?? ""
    let query = ExportedQuery(workspace: workspace, source: "\(table.name.sql)\(travel)", columns: columns)
    return try await query.frame() ?? .empty(columns)
  }

  func rowCount() async throws -> Int {
    try await workspace.results.count(
      try await workspace.statements.smallQuery(SQLStatement("SELECT COUNT(*) AS `n` FROM \(table.name.sql)")))
  }

  /// The versions in Delta's history, oldest first.
  func versions() async throws -> [TableMetadata.Version] {
    let columns = [
      ResultColumn(name: "version", type: .int64),
      ResultColumn(name: "timestamp", type: .timestamp(.microseconds, utc: true)),
    ]
    let answer = try await workspace.statements.smallQuery(SQLStatement("DESCRIBE HISTORY \(table.name.sql)"))
    let frame = try await workspace.results.frame(answer, named: columns)
    let times = try frame["timestamp", as: Timestamp.self]
    return try frame["version", as: Int64.self].enumerated()
      .compactMap { (row: Int, number: Int64?) in number.map { .init(number: $0, writtenAt: times[row]) } }
      .sorted { $0.number < $1.number }
  }

  private func require(_ version: Int64) async throws {
    let known = try await versions().map(\.number)
    guard known.contains(version) else {
      throw FeatureStoreError(
        .versionNotFound,
        "Table \(table.name.full) has no version \(version). Versions: \(listed(known.suffix(20).map(String.init))).",
        context: .init(view: table.view))
    }
  }
}

extension DataFrame {
  /// A frame without rows.
  fileprivate static func empty(_ columns: [ResultColumn]) throws -> DataFrame {
    try DataFrame(columns: columns.map { (name: $0.name, column: .nulls($0.type, count: 0)) })
  }
}
