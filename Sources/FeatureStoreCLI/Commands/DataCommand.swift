internal import ArgumentParser
internal import FeatureStore

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

    @OptionGroup var csv: CSVReading

    var frameFiles: [String] { [file] }

    func execute(_ context: CommandContext) async throws {
      guard rows >= 0 else {
        throw FeatureStoreError(.invalidArgument, "--rows is \(rows). Give 0 or more.")
      }
      let frame = try FrameFile.read(file, csv.options())
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

    @Argument(help: "A .parquet or .csv file, a folder or a pattern of them.", completion: .frames)
    var file: String

    @OptionGroup var csv: CSVReading

    var frameFiles: [String] { [file] }

    func execute(_ context: CommandContext) async throws {
      let frame = try FrameFile.read(file, csv.options())
      switch format.format {
      case .json:
        let columns = frame.schema.map { (name: String, type: ColumnType) -> JSONText in
          .object([("name", .string(name)), ("type", .string(type.description))])
        }
        let rows = JSONText.number(String(frame.rowCount))
        context.output(JSONText.object([("rows", rows), ("columns", .array(columns))]).text + "\n")
      case .tsv: context.output(try columns(frame).tabSeparated(rows: frame.columnNames.count))
      case .table:
        let table = try columns(frame)
        context.output(table.fitted(to: context.outputWidth, rows: table.rowCount) + "\n")
        context.note("\(frame.rowCount) rows in \(file)\n")
      }
    }

    private func columns(_ frame: DataFrame) throws -> DataFrame {
      [
        "column": .string(frame.columnNames), "type": .string(frame.schema.map(\.type.description)),
        "nulls": .int64(try frame.columnNames.map { Int64(try frame.column($0).nullCount) }),
      ]
    }
  }

  struct Convert: FrameReadingCommand {
    static let configuration = CommandConfiguration(abstract: "Write a file's rows in the format of another extension.")

    @Argument(help: "The .parquet or .csv file, folder or pattern to read.", completion: .frames)
    var input: String

    @Argument(help: "The .parquet or .csv file to write.", completion: .frames)
    var output: String

    @OptionGroup var csv: CSVReading

    var frameFiles: [String] { [input] }

    func execute(_ context: CommandContext) async throws {
      try FrameFile.check(output)
      try ResultFile.check(output, inputs: [input])
      let frame = try FrameFile.read(input, csv.options())
      try FrameFile.write(frame, to: output)
      context.output("Wrote \(frame.rowCount) rows × \(frame.columnNames.count) columns to \(output).\n")
    }
  }
}
