import FeatureStore
import Foundation

/// Times online reads of one view in process: `bench-online REPO VIEW KEY_COUNT FEATURE,FEATURE…`.
///
/// Prints one JSON object: the median of a read of 1 and of 100 keys in microseconds, and how many times the reads a
/// second of one thread two threads make.
@main
struct OnlineBenchmark {
  let store: FeastAdapter
  let references: [String]
  let keyCount: Int64

  static func main() {
    let arguments = CommandLine.arguments
    guard arguments.count == 5, let keyCount = Int64(arguments[3]) else {
      fail("usage: bench-online REPO VIEW KEY_COUNT FEATURE,FEATURE…", 64)
    }
    do {
      try run(arguments, keyCount)
    } catch {
      fail("\(error)", 1)
    }
  }

  private static func fail(_ message: String, _ code: Int32) -> Never {
    FileHandle.standardError.write(Data("\(message)\n".utf8))
    exit(code)
  }

  private static func run(_ arguments: [String], _ keyCount: Int64) throws {
    let references = arguments[4].split(separator: ",").map { "\(arguments[2]):\($0)" }
    let benchmark = OnlineBenchmark(
      store: try FeastAdapter(repoPath: arguments[1]), references: references, keyCount: keyCount)
    let one = try benchmark.median(keys: 1, repeats: 5_000)
    let hundred = try benchmark.median(keys: 100, repeats: 1_000)
    let scaling = try benchmark.readsPerSecond(threads: 2) / benchmark.readsPerSecond(threads: 1)
    print("{\"p50_1_us\": \(one), \"p50_100_us\": \(hundred), \"two_threads\": \(scaling)}")
  }

  private func read(_ keys: Int, _ round: Int) throws {
    let values = (0..<keys).map { FeatureValue.int64((Int64(round) * 7_919 + Int64($0) * 104_729) % keyCount) }
    let answer = try store.onlineFeatures(
      entityKeys: EntityKeys([(name: "id", values: values)]), featureRefs: references)
    guard answer.rowCount == keys, answer.columns.count == references.count + 1,
      answer.columns[1].statuses.allSatisfy({ $0 == .present })
    else { throw FeatureStoreError(.corruptData, "A read did not find what was materialized.") }
  }

  private func median(keys: Int, repeats: Int) throws -> Double {
    for round in 0..<repeats / 10 { try read(keys, round) }
    let clock = ContinuousClock()
    var times: [Double] = []
    for round in 0..<repeats {
      let time = try clock.measure { try read(keys, round) }
      times.append(time / .microseconds(1))
    }
    times.sort()
    return times[times.count / 2]
  }

  private func readsPerSecond(threads: Int) throws -> Double {
    let rounds = 10_000
    let failures = Failures()
    let time = ContinuousClock().measure {
      DispatchQueue.concurrentPerform(iterations: threads) { (thread: Int) in
        do {
          for round in 0..<rounds { try read(1, round * threads + thread) }
        } catch {
          failures.add(error)
        }
      }
    }
    try failures.rethrow()
    return Double(rounds * threads) / (time / .seconds(1))
  }
}

/// The first error of several threads.
///
/// Invariant behind `@unchecked`: `first` is touched only while `lock` is held.
private final class Failures: @unchecked Sendable {
  private let lock = NSLock()
  private var first: (any Error)?

  func add(_ error: any Error) { lock.withLock { first = first ?? error } }

  func rethrow() throws { if let first = lock.withLock({ first }) { throw first } }
}
