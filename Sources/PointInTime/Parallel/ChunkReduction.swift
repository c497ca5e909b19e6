internal import DataFrames
internal import Dispatch

/// Folds numbered chunks into accumulators, one for each thread, and merges those into one.
///
/// The result must depend neither on which accumulator sees which chunk nor on the order of merging.
struct ChunkReduction<Accumulator: Sendable>: Sendable {
  let make: @Sendable () throws -> Accumulator
  let step: @Sendable (inout Accumulator, Int) throws -> Void
  let merge: @Sendable (inout Accumulator, Accumulator) throws -> Void

  private struct Progress {
    var nextChunk = 0
    var merged: Accumulator?
    var failure: (chunk: Int, error: any Error)?
  }

  /// Takes in each chunk of `0..<chunkCount` once.
  ///
  /// After an error no further chunk is begun. Of several errors that of the lowest chunk is thrown.
  func run(chunkCount: Int, threads: Int) throws -> Accumulator {
    let progress = Locked(Progress())
    let workers = min(threads, chunkCount)
    if workers > 1 {
      DispatchQueue.concurrentPerform(iterations: workers) { (_: Int) in work(progress, chunkCount) }
    } else {
      work(progress, chunkCount)
    }
    let (merged, failure) = progress.withLock { (progress: inout Progress) in (progress.merged, progress.failure) }
    if let failure { throw failure.error }
    return try merged ?? make()
  }

  /// Takes chunks until none is left, then merges what it has.
  private func work(_ progress: Locked<Progress>, _ chunkCount: Int) {
    var current = chunkCount
    do {
      var accumulator: Accumulator?
      while let chunk = claim(progress, chunkCount) {
        current = chunk
        var growing = try accumulator.take() ?? make()
        try step(&growing, chunk)
        accumulator = growing
      }
      if let accumulator { try add(accumulator, to: progress) }
    } catch {
      let failed = (chunk: current, error: error)
      progress.withLock { (progress: inout Progress) in
        if failed.chunk < progress.failure?.chunk ?? .max { progress.failure = failed }
      }
    }
  }

  private func claim(_ progress: Locked<Progress>, _ chunkCount: Int) -> Int? {
    progress.withLock { (progress: inout Progress) -> Int? in
      guard progress.failure == nil, progress.nextChunk < chunkCount else { return nil }
      progress.nextChunk += 1
      return progress.nextChunk - 1
    }
  }

  private func add(_ accumulator: Accumulator, to progress: Locked<Progress>) throws {
    try progress.withLock { (progress: inout Progress) in
      guard var merged = progress.merged.take() else {
        progress.merged = accumulator
        return
      }
      try merge(&merged, accumulator)
      progress.merged = merged
    }
  }
}
