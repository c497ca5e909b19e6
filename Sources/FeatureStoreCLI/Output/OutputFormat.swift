internal import ArgumentParser

/// How a command prints its result.
enum OutputFormat: String, ExpressibleByArgument, CaseIterable {
  case table
  case json
}

struct FormatOption: ParsableArguments {
  @Option(help: "How to print: table or json.")
  var format: OutputFormat = .table
}
