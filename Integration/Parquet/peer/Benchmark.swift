import DataFrames
import Parquet

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Times reading and writing: the least processor time of several runs, in one thread.
enum Benchmark {
  static func read(_ path: String, column: String, runs: Int) throws {
    try report(runs) { try ParquetFile(path: path).read(columns: [column]).rowCount }
  }

  static func write(_ path: String, column: String, copy: String, runs: Int) throws {
    let frame = try ParquetFile(path: path).read(columns: [column])
    try report(runs) {
      try frame.writeParquet(to: copy)
      return frame.rowCount
    }
  }

  private static func report(_ runs: Int, _ body: () throws -> Int) throws {
    var best = Double.infinity
    var rows = 0
    for _ in 0..<runs {
      let start = clock()
      rows = try body()
      best = min(best, Double(clock() - start) / Double(CLOCKS_PER_SEC))
    }
    print("\(rows) \(best)")
  }
}
