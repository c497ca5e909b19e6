import DataFrames
import PointInTime

/// Times the point-in-time join, or the latest row per key, on generated columns in memory; prints JSON, a line a run.
///
/// Options, each with a value: `--task join|latest`, `--history`, `--entities`, `--keys`, `--threads`, `--repeats`,
/// `--chunk` (rows of history a chunk), `--key-form sparse|dense|text`.
@main
struct BenchPointInTime {
  static func main() throws {
    let options = try Options(Array(CommandLine.arguments.dropFirst()))
    let workload = Workload(options)
    for _ in 0..<options.repeats {
      switch options.task {
      case .join: try join(workload, options)
      case .latest: try latest(workload, options)
      }
    }
  }

  private static func join(_ workload: Workload, _ options: Options) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let index = try KeyIndex(columns: [workload.entityKeys], rowCount: options.entities)
    let indexed = clock.now
    let join = try AsOfJoin(ids: index.rowIDs, times: workload.entityTimes)
    let grouped = clock.now
    let rows = try join.run(chunkCount: workload.chunks.count, threads: options.threads) {
      (number: Int) throws -> HistoryChunk in
      let (keys, times) = workload.chunks[number]
      return HistoryChunk(ids: try index.ids(of: [keys], rowCount: times.count), times: times)
    }
    let end = clock.now
    report(
      rows,
      [
        ("index", start.duration(to: indexed)), ("group", indexed.duration(to: grouped)),
        ("stream", grouped.duration(to: end)), ("total", start.duration(to: end)),
      ])
  }

  private static func latest(_ workload: Workload, _ options: Options) throws {
    let clock = ContinuousClock()
    let start = clock.now
    let empty = LatestPerKey(keyTypes: [workload.entityKeys.type])
    let latest = try LatestPerKey.run(from: empty, chunkCount: workload.chunks.count, threads: options.threads) {
      (number: Int) -> (keys: [Column], times: HistoryTimes) in
      ([workload.chunks[number].keys], workload.chunks[number].times)
    }
    let rows = latest.rows
    report(rows, [("total", start.duration(to: clock.now))])
  }

  /// Prints the times in milliseconds, the number of matches and the sum of the winning row numbers.
  private static func report(_ rows: [Int], _ times: [(name: String, duration: Duration)]) {
    let matched = rows.filter { $0 >= 0 }
    let sum = matched.reduce(0) { (sum: Int, row: Int) -> Int in sum + row }
    let fields = times.map { (name: String, duration: Duration) -> String in
      "\"\(name)_ms\": \(Double(duration / .microseconds(1)) / 1_000)"
    }
    print("{\(fields.joined(separator: ", ")), \"matched\": \(matched.count), \"row_sum\": \(sum)}")
  }
}

/// What is generated and how it is run.
struct Options {
  var history = 10_000_000
  var entities = 1_000_000
  var keys: UInt64 = 100_000
  var threads = 2
  var repeats = 3
  var chunk = 1 << 20
  var keyForm = KeyForm.sparse
  var task = Task.join

  enum KeyForm: String { case sparse, dense, text }
  enum Task: String { case join, latest }

  struct UsageError: Error { let argument: String }

  init(_ arguments: [String]) throws {
    var rest = arguments[...]
    while let name = rest.popFirst() {
      guard let value = rest.popFirst() else { throw UsageError(argument: name) }
      if name == "--task", let named = Task(rawValue: value) {
        task = named
        continue
      }
      switch (name, Int(value), KeyForm(rawValue: value)) {
      case ("--history", let number?, _): history = number
      case ("--entities", let number?, _): entities = number
      case ("--keys", let number?, _): keys = UInt64(number)
      case ("--threads", let number?, _): threads = number
      case ("--repeats", let number?, _): repeats = number
      case ("--chunk", let number?, _): chunk = number
      case ("--key-form", _, let form?): keyForm = form
      default: throw UsageError(argument: name)
      }
    }
  }
}
