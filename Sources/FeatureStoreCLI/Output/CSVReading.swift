internal import ArgumentParser
internal import FeatureStore

/// How a command reads its CSV files.
struct CSVReading: ParsableArguments {
  @Option(
    help: """
      Types of CSV columns: id=string,at=timestamp,tags=list<string>. Also bool, int32, int64, float32, float64, date, \
      timestamp(ns), decimal(10,2), binary.
      """)
  var types: [String] = []

  @Option(help: "Unquoted CSV fields that are nulls in every column, beside the empty one: NA,-.")
  var nulls: String?

  @Option(
    help: "What divides CSV fields: a character or tab. Without it the comma, semicolon, tab or bar of the header.")
  var separator: String?

  /// - Parameter declared: Types that views declare for columns; what `--types` says goes before them.
  func options(_ declared: [(name: String, type: ColumnType)] = [], times: [String?] = []) throws -> CSVOptions {
    var options = CSVOptions()
    for text in types { try add(text, to: &options) }
    if let nulls { options.nullTexts.formUnion(try commaSeparated(nulls, "--nulls")) }
    options.separator = try separator.map(Self.byte)
    options.declaredTypes = declared
    options.timeColumns = ["event_timestamp", "feature_timestamp"] + times.compactMap { $0 }
    return options
  }

  private func add(_ text: String, to options: inout CSVOptions) throws {
    // The comma of `decimal(10,2)` divides nothing.
    var depth = 0
    let parts = text.split(omittingEmptySubsequences: false) { (character: Character) -> Bool in
      if character == "(" { depth += 1 }
      if character == ")" { depth -= 1 }
      return character == "," && depth == 0
    }
    for part in parts {
      let (name, word) = try keyAndValue(String(part), "--types")
      guard let type = ColumnType(named: word) else {
        throw FeatureStoreError(
          .invalidArgument,
          "--types gives column '\(name)' the type '\(word)'. Types are bool, int32, int64, float32, float64, string, "
            + "date, timestamp, timestamp(ns), decimal(10,2), binary and list<…> of these.")
      }
      options.types[name] = type
    }
  }

  private static func byte(_ text: String) throws -> UInt8 {
    if text == "tab" || text == "\\t" { return UInt8(ascii: "\t") }
    guard text.utf8.count == 1, let byte = text.utf8.first, byte < 0x80, !"\"\r\n".utf8.contains(byte) else {
      throw FeatureStoreError(.invalidArgument, "--separator is '\(text)'. Give one ASCII character, or tab.")
    }
    return byte
  }

  /// What to do about an error that comes from how a CSV file was read; nil for other errors.
  func hint(_ failure: any Error, files: [String]) -> String? {
    guard files.contains(where: FrameFile.isCSV) else { return nil }
    let isOfData = (failure as? DataFrameError).map { $0.code != .io } ?? false
    guard isOfData || (failure as? FeatureStoreError).map(isOfColumn) ?? false else { return nil }
    return "How a CSV file is read can be said with --types COLUMN=TYPE, --nulls and --separator."
  }
}

/// Whether an error is about the values of a column, so that another reading of them may help.
private func isOfColumn(_ error: FeatureStoreError) -> Bool {
  error.context.column != nil && [.typeMismatch, .conflict, .columnNotFound].contains(error.code)
}

/// A command that reads files of rows.
protocol FrameReadingCommand: StoreCommand {
  var csv: CSVReading { get }
  /// The files that it reads.
  var frameFiles: [String] { get }
}

/// The types that views declare for the columns of a file.
enum DeclaredTypes {
  /// The keys and features of a view, and of the views of a push source; none for a view that is not there yet.
  static func columns(of name: String, _ store: any FeatureStoreAdapter) async throws
    -> [(name: String, type: ColumnType)]
  {
    let views = try await store.listFeatureViews()
    return views.filter { $0.name == name || $0.source == name }.flatMap { columns($0.entityKeys + $0.features) }
  }

  /// The keys that the views of a request need, as its file calls them.
  static func keys(of selection: FeatureSelection, _ store: any FeatureStoreAdapter) async throws
    -> [(name: String, type: ColumnType)]
  {
    let views = try await store.listFeatureViews()
    var found: [(name: String, type: ColumnType)] = []
    for use in try await uses(selection, store) {
      for view in views where view.name == use.view {
        found += columns(view.entityKeys).map { (key: String, type: ColumnType) in
          (name: use.joinKeyMap.first { $0.key == key }?.value ?? key, type: type)
        }
      }
    }
    return found
  }

  private static func uses(
    _ selection: FeatureSelection, _ store: any FeatureStoreAdapter
  ) async throws -> [FeatureProjection] {
    if let service = selection.service { return try await serving(store).featureService(service).features }
    return try selection.references().map { FeatureProjection(view: try FeatureReference($0).view) }
  }

  private static func columns(_ fields: [FeatureViewSummary.Field]) -> [(name: String, type: ColumnType)] {
    fields.compactMap { (field: FeatureViewSummary.Field) -> (name: String, type: ColumnType)? in
      type(field.type).map { (name: field.name, type: $0) }
    }
  }

  /// The type of a column that is declared so; nil where the file's own type serves as well.
  static func type(_ word: String) -> ColumnType? {
    if word.hasSuffix("_LIST") { return type(String(word.dropLast(5))).map { .list($0) } }
    switch word.uppercased() {
    case "STRING": return .string
    case "INT32", "INT": return .int32
    case "INT64", "BIGINT": return .int64
    case "FLOAT": return .float32
    case "DOUBLE": return .float64
    case "BOOL", "BOOLEAN": return .bool
    case "BYTES", "BINARY": return .binary
    default: return nil
    }
  }
}
