internal import ArgumentParser
internal import FeatureStore
internal import Foundation

struct DataCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "data", abstract: "Look into a Parquet or CSV file, or turn one into the other.",
    subcommands: [Show.self, Schema.self, Convert.self])

  struct Show: FrameReadingCommand {
    static let configuration = CommandConfiguration(abstract: "Print the first rows of a file.")
    @OptionGroup var format: FormatOption

    @Argument(help: "A .parquet or .csv file, a folder or a pattern of them.", completion: .frames)
    var file: String

    @Option(parsing: .unconditional, help: "How many rows to print.")
    var rows = 10

    @OptionGroup var columns: ReadableColumnsOptions

    @OptionGroup var csv: CSVReading

    var frameFiles: [String] { [file] }

    func execute(_ context: CommandContext) async throws {
      guard rows >= 0 else {
        throw FeatureStoreError(.invalidArgument, "--rows is \(rows). Give 0 or more.")
      }
      let frame = try FrameFile.read(file, csv.options(), try columns.wanted(), note: context.note)
      switch format.format {
      case .json: context.output(try JSONText.rows(frame.head(min(rows, frame.rowCount))).text + "\n")
      case .tsv: context.output(frame.tabSeparated(rows: rows))
      case .table:
        context.output(frame.fitted(to: context.outputWidth, rows: rows, details: true))
        context.output("\n\(frame.rowCount) rows × \(frame.columnNames.count) columns\n")
      }
    }
  }

  struct Schema: FrameReadingCommand {
    static let configuration = CommandConfiguration(abstract: "Print the columns of a file and their types.")
    @OptionGroup var format: FormatOption
    @OptionGroup var columns: ReadableColumnsOptions

    @Argument(help: "A .parquet or .csv file, a folder or a pattern of them.", completion: .frames)
    var file: String

    @OptionGroup var csv: CSVReading

    var frameFiles: [String] { [file] }

    func execute(_ context: CommandContext) async throws {
      let (columns, rowCount) = try FrameFile.describe(
        file, csv.options(), try columns.wanted(), note: context.note)
      switch format.format {
      case .json:
        let rows = JSONText.number(String(rowCount))
        context.output(JSONText.object([("rows", rows), ("columns", .array(columns.map(\.json)))]).text + "\n")
      case .tsv: context.output(try table(columns).tabSeparated(rows: columns.count))
      case .table:
        context.output(try table(columns).fitted(to: context.outputWidth, rows: columns.count) + "\n")
        context.note("\(rowCount) rows in \(file)\n")
      }
    }

    private func table(_ columns: [FrameFile.ColumnDescription]) throws -> DataFrame {
      let table: DataFrame = [
        "column": .string(columns.map(\.name)), "type": .string(columns.map(\.type)),
        "nulls": .int64(columns.map { $0.nulls.map(Int64.init) }),
      ]
      guard columns.contains(where: { $0.note != nil }) else { return table }
      return try table.adding("note", .string(columns.map { $0.note ?? "" }))
    }
  }

  struct Convert: FrameReadingCommand {
    static let configuration = CommandConfiguration(abstract: "Write a file's rows in the format of another extension.")

    @Argument(help: "The .parquet or .csv file, folder or pattern to read.", completion: .frames)
    var input: String

    @Argument(help: "The .parquet or .csv file to write.", completion: .frames)
    var output: String

    @OptionGroup var columns: ReadableColumnsOptions

    @OptionGroup var csv: CSVReading

    var frameFiles: [String] { [input] }

    func execute(_ context: CommandContext) async throws {
      try FrameFile.check(output)
      try ResultFile.check(output, inputs: [input])
      try refuseRepositoryFile()
      let frame = try FrameFile.read(input, csv.options(), try columns.wanted(), note: context.note)
      try FrameFile.write(frame, to: output)
      context.output("Wrote \(frame.rowCount) rows × \(frame.columnNames.count) columns to \(output).\n")
    }

    /// Refuses a file of the repository that the output lies in, or that the working folder belongs to.
    private func refuseRepositoryFile() throws {
      let here = FileManager.default.currentDirectoryPath
      let target = URL(fileURLWithPath: output).resolvingSymlinksInPath().deletingLastPathComponent().path
      for folder in [target, here, "\(here)/feature_store/feature_repo"] {
        guard let path = FeastAdapter.nearestRepository(from: folder),
          let store = try? FeastAdapter(repoPath: path, environment: ProcessInfo.processInfo.environment)
        else { continue }
        try store.refuseOverwriting(output)
      }
    }
  }
}

extension FrameFile.ColumnDescription {
  /// A column that cannot be read says so.
  fileprivate var json: JSONText {
    var members: [(String, JSONText)] = [("name", .string(name)), ("type", .string(type))]
    if nulls == nil { members.append(("readable", .bool(false))) }
    if let note, nulls != nil { members.append(("note", .string(note))) }
    return .object(members)
  }
}
