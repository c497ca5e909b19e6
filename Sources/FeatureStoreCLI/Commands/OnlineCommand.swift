internal import ArgumentParser
internal import FeatureStore

struct OnlineCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "online", abstract: "Print the online values of some entities.")

  @ParentCommand var root: FeatureStoreCommand
  @OptionGroup var format: FormatOption

  @OptionGroup var selection: FeatureSelection

  @Option(help: "An entity key and its values: customer_id=1,2,3. Once for each key.")
  var keys: [String]

  @Flag(help: "Call the features view__feature.")
  var fullFeatureNames = false

  @Flag(help: "With --format json: add the statuses and event times, in the shape of Feast's server.")
  var withStatus = false

  @Flag(name: .customLong("enforce-ttl"), help: "Withhold values that are older than their view's ttl.")
  var enforcesTTL = false

  func validate() throws {
    guard !withStatus || format.format == .json else { throw ValidationError("--with-status needs --format json.") }
  }

  func execute(_ context: CommandContext) async throws {
    let columns = try keys.map { (text: String) -> (name: String, values: [FeatureValue]) in
      let (name, values) = try keyAndValue(text, "--keys")
      return (name, try commaSeparated(values, "--keys").map(FeatureValue.string))
    }
    let store = try root.global.store(context)
    let options = OnlineOptions(fullFeatureNames: fullFeatureNames, enforceTTL: enforcesTTL)
    let answer = try await selection.online(store, EntityKeys(columns), options)
    switch format.format {
    case .json: context.output((withStatus ? answer.jsonWithStatus : json(answer)).text + "\n")
    case .table: context.output(try table(answer).fitted(to: context.outputWidth, rows: answer.rowCount) + "\n")
    case .tsv: context.output(try answer.toFrame().tabSeparated(rows: answer.rowCount))
    }
    try await UnmaterializedViews(answer: answer, selection: selection).note(store, context)
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
