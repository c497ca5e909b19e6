extension AsOfJoin {
  /// Joins a history that comes in chunks, on several threads, and returns the winning row of each entity row.
  ///
  /// - Parameters:
  ///   - threads: The number of threads, each with winners of its own; more than there are chunks are not started.
  ///   - chunk: Reads and decodes the chunk of a number in `0..<chunkCount`; called once for each, from any thread.
  /// - Returns: Row numbers as ``rows(of:)`` gives them.
  /// - Throws: What `chunk` throws; of several errors that of the lowest chunk seen.
  /// - Complexity: O(history rows × log(entity rows of one key)) time, O(entity rows × threads) memory.
  package func run(
    chunkCount: Int, threads: Int, chunk: @Sendable (Int) throws -> HistoryChunk
  ) throws -> [Int] {
    rows(of: try winners(chunkCount: chunkCount, threads: threads, chunk: chunk))
  }

  /// As ``run(chunkCount:threads:chunk:)``, for a caller who wants to know more of the winners than their rows.
  ///
  /// - Parameter explainingMisses: Whether ``counts(of:elsewhere:)`` will be asked.
  package func winners(
    chunkCount: Int, threads: Int, explainingMisses: Bool = false, chunk: @Sendable (Int) throws -> HistoryChunk
  ) throws -> AsOfWinners {
    try withoutActuallyEscaping(chunk) { chunk in
      let reduction = ChunkReduction<AsOfWinners>(
        make: { makeWinners(explainingMisses: explainingMisses) },
        step: { (winners: inout AsOfWinners, index: Int) in winners.consume(try chunk(index)) },
        merge: { (winners: inout AsOfWinners, other: AsOfWinners) in winners.merge(other) })
      return try reduction.run(chunkCount: chunkCount, threads: threads)
    }
  }
}
