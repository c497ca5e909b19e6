internal import ArgumentParser
internal import FeatureStore

/// Which columns of a file a command reads.
struct WantedColumns {
  enum Names {
    case all
    case these([String])
    /// Those of them that the file has; with `times` also whatever may hold the event times.
    case needed([String], times: Bool)
  }

  var names = Names.all
  /// Leaves out columns that cannot be read, and notes each of them.
  var skipsUnreadable = false
  /// What the user can do about a column that cannot be read.
  var remedy =
    "Write the columns you need to a file of their own: featurestore data convert FILE OUT.parquet --columns a,b"

  static let namedRemedy = "Name the columns to read: --columns a,b"

  /// Whether some of a file's columns may not be wanted.
  var restricts: Bool { if case .all = names { skipsUnreadable } else { true } }

  /// The names of the columns to read from a file of a schema, in their order.
  ///
  /// - Throws: A `FeatureStoreError` that names the wanted columns that cannot be read, their types and the remedy.
  func resolve(_ schema: [ParquetField], path: String, _ note: (String) -> Void) throws -> [String] {
    let wanted = try names(schema)
    let known = [ByteKey: ParquetField](firstOf: schema.map { ($0.name, $0) })
    let unreadable = wanted.compactMap { known[$0] }.filter { $0.type == nil }
    if unreadable.isEmpty { return wanted }
    guard skipsUnreadable else { throw refusal(unreadable, path) }
    for field in unreadable { note("Left out column '\(field.name)': \(field.typeName) cannot be read yet.\n") }
    let left = Set<ByteKey>(strings: unreadable.map(\.name))
    return wanted.filter { !left.contains($0) }
  }

  private func names(_ schema: [ParquetField]) throws -> [String] {
    switch names {
    case .all: return schema.map(\.name)
    case .these(let names): return names
    case .needed(let names, let times):
      let wanted = Set<ByteKey>(strings: names)
      return schema.filter { (field: ParquetField) -> Bool in
        wanted.contains(field.name) || times && field.mayHoldTimes
      }.map(\.name)
    }
  }

  private func refusal(_ fields: [ParquetField], _ path: String) -> FeatureStoreError {
    let shown = fields.prefix(5).map { "'\($0.name)' is \($0.typeName)" }.joined(separator: ", ")
    let more = fields.count > 5 ? " and \(fields.count - 5) more" : ""
    return FeatureStoreError(
      .notSupported, "\(path): column \(shown)\(more), which cannot be read yet. \(remedy).",
      context: .init(column: fields.first?.name, path: path))
  }

  /// The frame with the wanted columns only, for files that are read whole.
  func of(_ frame: DataFrame) throws -> DataFrame {
    if case .these(let names) = names { try frame.select(names) } else { frame }
  }
}

extension ParquetField {
  fileprivate var mayHoldTimes: Bool {
    type?.isTimestamp == true || name == "event_timestamp" || name == "feature_timestamp"
  }
}

/// The option with which a user names the columns of a file.
struct ColumnsOption: ParsableArguments {
  @Option(help: "The columns to read: a,b. Without it all.")
  var columns: String?

  func wanted() throws -> WantedColumns {
    let names = try columns.map { try commaSeparated($0, "--columns") }
    return WantedColumns(names: names.map { .these($0) } ?? .all, remedy: WantedColumns.namedRemedy)
  }
}

/// The options of commands that show a file's columns.
struct ReadableColumnsOptions: ParsableArguments {
  @OptionGroup var columns: ColumnsOption

  @Flag(help: "Leave out the columns that cannot be read, and say which.")
  var skipUnreadable = false

  func wanted() throws -> WantedColumns {
    var wanted = try columns.wanted()
    wanted.skipsUnreadable = skipUnreadable
    wanted.remedy += ", or leave out what cannot be read: --skip-unreadable"
    return wanted
  }
}
