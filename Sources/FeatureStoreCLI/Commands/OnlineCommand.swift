internal import ArgumentParser
internal import FeatureStore

struct OnlineCommand: FrameReadingCommand {
  static let configuration = CommandConfiguration(
    commandName: "online", abstract: "Print the online values of some entities.",
    discussion: """
      Key values are exact: spaces belong to them. A value in double quotes may hold commas, two quotes in it stand for
      one, and \"\" is the empty value: --keys 'city="Washington, DC",Oslo'. A repeated key adds values:
      --keys id=1 --keys id=2. With --entities the keys are the rows of a file.
      """)

  @ParentCommand var root: FeatureStoreCommand
  @OptionGroup var format: FormatOption

  @OptionGroup var selection: FeatureSelection

  @Option(help: "An entity key and its values: customer_id=1,2,3. At least once for each key.")
  var keys: [String] = []

  @Option(help: "A file with the keys as rows, Parquet or CSV, instead of --keys.")
  var entities: String?

  @OptionGroup var csv: CSVReading

  var frameFiles: [String] { [entities].compactMap { $0 } }

  @Flag(help: "Call the features view__feature.")
  var fullFeatureNames = false

  @Flag(help: "With --format json: add the statuses and event times, in the shape of Feast's server.")
  var withStatus = false

  @Flag(name: .customLong("enforce-ttl"), help: "Withhold values that are older than their view's ttl.")
  var enforcesTTL = false

  func validate() throws {
    guard !withStatus || format.format == .json else { throw ValidationError("--with-status needs --format json.") }
    guard keys.isEmpty != (entities == nil) else {
      throw ValidationError("Give either --keys NAME=VALUE,… or --entities FILE.")
    }
  }

  func execute(_ context: CommandContext) async throws {
    let store = try root.global.store(context)
    let keys = try entities == nil ? EntityKeys(keyColumns()) : await rows(of: store)
    let options = OnlineOptions(fullFeatureNames: fullFeatureNames, enforceTTL: enforcesTTL)
    try await selection.noteUnreadable(store, online: true, context)
    let answer = try await selection.online(store, keys, options)
    switch format.format {
    case .json: context.output((withStatus ? answer.jsonWithStatus : json(answer)).text + "\n")
    case .table: context.output(try table(answer).fitted(to: context.outputWidth, rows: answer.rowCount) + "\n")
    case .tsv: context.output(try answer.toFrame().tabSeparated(rows: answer.rowCount))
    }
    try await UnmaterializedViews(answer: answer, selection: selection).note(store, context)
  }

  /// The values of `--keys`, those of one name one after the other.
  private func keyColumns() throws -> [(name: String, values: [FeatureValue])] {
    var columns: [(name: String, values: [FeatureValue])] = []
    for text in keys {
      let (name, list) = try keyAndValue(text, "--keys")
      let values = try exactValues(list, "--keys").map(FeatureValue.string)
      if let index = columns.firstIndex(where: { $0.name == name }) {
        columns[index].values += values
      } else {
        columns.append((name, values))
      }
    }
    return columns
  }

  /// The rows of `--entities`; columns that are no keys of the request do no harm.
  private func rows(of store: any FeatureStoreAdapter) async throws -> EntityKeys {
    guard let entities else { return EntityKeys([(name: String, values: [FeatureValue])]()) }
    let declared = try await DeclaredTypes.keys(of: selection, store)
    let frame = try FrameFile.read(entities, csv.options(declared))
    return EntityKeys(
      try frame.columnNames.map { (name: String) in
        let column = try frame.column(name)
        return (name: name, values: (0..<frame.rowCount).map { FeatureValue(column, row: $0) })
      })
  }

  /// Column name → array of values, as Feast's `to_dict` gives it.
  private func json(_ answer: OnlineFeatures) -> JSONText {
    .object(answer.columns.map { ($0.name, .array($0.values.map { JSONText($0) })) })
  }

  private func table(_ answer: OnlineFeatures) throws -> DataFrame {
    let columns = answer.columns.map { (column: OnlineFeatures.Feature) -> (name: String, column: Column) in
      let cells = zip(column.values, column.statuses).map {
        (value: FeatureValue, status: OnlineFeatures.Status) -> String in
        switch status {
        case .notFound: "not found"
        case .outsideMaxAge: "too old"
        default: value.description
        }
      }
      return (column.name, .string(cells))
    }
    return try DataFrame(columns: columns)
  }
}
