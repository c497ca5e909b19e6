package import DataFrames

extension LatestPerKey {
  /// Finds the newest rows of a history that comes in chunks, on several threads.
  ///
  /// - Parameters:
  ///   - empty: A result that has seen nothing, with the key types and the window to use.
  ///   - threads: The number of threads, each with a result of its own; more than there are chunks are not started.
  ///   - chunk: Reads and decodes the chunk of a number in `0..<chunkCount`; called once for each, from any thread.
  /// - Throws: What `chunk` throws, or a ``PointInTimeError``; of several errors that of the lowest chunk seen.
  /// - Complexity: O(history rows) time, O(distinct keys × threads) memory.
  package static func run(
    from empty: LatestPerKey, chunkCount: Int, threads: Int,
    chunk: @Sendable (Int) throws -> (keys: [Column], times: HistoryTimes)
  ) throws -> LatestPerKey {
    try withoutActuallyEscaping(chunk) { chunk in
      let reduction = ChunkReduction<LatestPerKey>(
        make: { empty },
        step: { (latest: inout LatestPerKey, index: Int) in
          let (keys, times) = try chunk(index)
          try latest.consume(keys, times)
        },
        merge: { (latest: inout LatestPerKey, other: LatestPerKey) in latest.merge(other) })
      return try reduction.run(chunkCount: chunkCount, threads: threads)
    }
  }
}
