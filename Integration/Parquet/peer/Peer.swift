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
    parquet-peer dump-rows FILE FROM TO     the same for a range of rows
    parquet-peer dump-batches FILE ROWS     the same for all rows, read in batches
    parquet-peer dump-dataset FOLDER        the same for the files of a folder
    parquet-peer groups FILE COLUMN LOW HIGH    print the row groups that may hold a value
    parquet-peer columns FILE               print a line of JSON for each column's schema and statistics
    parquet-peer rewrite IN OUT [OPTION…]   read and write
        options: snappy zstd gzip lz4 uncompressed v2 plain groups=N pages=N sorted=COLUMN
    parquet-peer time-read FILE COLUMN RUNS           print rows and the seconds of the fastest run
    parquet-peer time-write FILE COLUMN COPY RUNS
    parquet-peer damage FILE COPY ROUNDS    read damaged copies of a file, written to COPY
    """

  private static func run(_ arguments: [String]) throws {
    switch arguments.first {
    case "dump" where arguments.count >= 2:
      let columns = arguments.count > 2 ? Array(arguments[2...]) : nil
      try Dump.frame(try DataFrame(parquet: arguments[1], columns: columns))
    case "dump-rows" where arguments.count == 4:
      let rows = (Int(arguments[2]) ?? 0)..<(Int(arguments[3]) ?? 0)
      try Dump.frame(try ParquetFile(path: arguments[1]).read(rows: rows))
    case "dump-batches" where arguments.count == 3:
      var batches = try ParquetFile(path: arguments[1]).batches(rows: Int(arguments[2]) ?? 1)
      var frames: [DataFrame] = []
      while let frame = try batches.next() { frames.append(frame) }
      try Dump.frame(try DataFrame.concat(frames))
    case "dump-dataset" where arguments.count == 2: try Dump.frame(try ParquetDataset(path: arguments[1]).read())
    case "groups" where arguments.count == 5:
      let range = (Int64(arguments[3]) ?? 0)...(Int64(arguments[4]) ?? 0)
      print(try ParquetFile(path: arguments[1]).rowGroups(where: arguments[2], in: range))
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
      case "lz4": options.compression = .lz4
      case "sorted": options.sortedColumns = parts.last.map { [.init(String($0))] } ?? []
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
