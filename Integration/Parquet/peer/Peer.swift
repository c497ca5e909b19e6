import DataFrames
import Parquet

/// Reads and writes Parquet files for the checks against other programs.
@main struct Peer {
  static func main() {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      try run(arguments)
    } catch {
      print("error: \(error)")
      exitWithFailure()
    }
  }

  private static let usage = """
    parquet-peer dump FILE [COLUMN…]        print a line of JSON for each column
    parquet-peer columns FILE               print a line of JSON for each column's schema and statistics
    parquet-peer rewrite IN OUT [OPTION…]   read and write
        options: snappy zstd gzip uncompressed v2 plain groups=N pages=N
    parquet-peer time-read FILE COLUMN RUNS           print rows and the seconds of the fastest run
    parquet-peer time-write FILE COLUMN COPY RUNS
    parquet-peer damage FILE COPY ROUNDS    read damaged copies of a file, written to COPY
    """

  private static func run(_ arguments: [String]) throws {
    switch arguments.first {
    case "dump" where arguments.count >= 2:
      let columns = arguments.count > 2 ? Array(arguments[2...]) : nil
      try Dump.frame(try DataFrame(parquet: arguments[1], columns: columns))
    case "columns" where arguments.count == 2: try Dump.schema(try ParquetFile(path: arguments[1]))
    case "rewrite" where arguments.count >= 3:
      let options = try writeOptions(arguments[3...])
      try DataFrame(parquet: arguments[1]).writeParquet(to: arguments[2], options: options)
    case "damage" where arguments.count == 4:
      try Damage.run(arguments[1], copy: arguments[2], rounds: Int(arguments[3]) ?? 0)
    case "time-read" where arguments.count == 4:
      try Benchmark.read(arguments[1], column: arguments[2], runs: Int(arguments[3]) ?? 1)
    case "time-write" where arguments.count == 5:
      try Benchmark.write(arguments[1], column: arguments[2], copy: arguments[3], runs: Int(arguments[4]) ?? 1)
    default: print(usage)
    }
  }

  private static func writeOptions(_ words: ArraySlice<String>) throws -> ParquetWriteOptions {
    var options = ParquetWriteOptions()
    for word in words {
      let parts = word.split(separator: "=")
      switch parts.first {
      case "snappy": options.compression = .snappy
      case "zstd": options.compression = .zstd
      case "gzip": options.compression = .gzip
      case "uncompressed": options.compression = .uncompressed
      case "v2": options.pageVersion = .v2
      case "plain": options.usesDictionaries = false
      case "groups": options.rowGroupRows = parts.last.flatMap { Int($0) } ?? options.rowGroupRows
      case "pages": options.pageBytes = parts.last.flatMap { Int($0) } ?? options.pageBytes
      default: throw UsageError(description: "Unknown option '\(word)'.")
      }
    }
    return options
  }
}

struct UsageError: Error, CustomStringConvertible {
  let description: String
}
