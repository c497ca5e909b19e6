public import DataFrames

extension ParquetFile {
  /// Reads a range of rows, counted over the whole file.
  ///
  /// ```swift
  /// let page = try file.read(rows: 1_000..<1_100, columns: ["customer_id"])
  /// ```
  ///
  /// - Parameter rows: From 0 to ``rowCount``; an empty range gives a frame without rows.
  /// - Throws: A ``ParquetError`` with code ``ParquetError/Code/invalidInput`` if the file has not these rows, or one that
  ///   names the column, if one is missing, unsupported or damaged.
  /// - Complexity: Only the row groups that hold the rows are read, these from their beginning to their end.
  public func read(rows: Range<Int>, columns: [String]? = nil) throws -> DataFrame {
    guard rows.lowerBound >= 0, rows.upperBound <= rowCount else {
      throw ParquetError(.invalidInput, "The rows \(rows) are asked for; the file has \(rowCount).").at(path: path)
    }
    var parts: [DataFrame] = []
    var start = 0
    for (index, group) in rowGroups.enumerated() {
      let wanted = rows.clamped(to: start..<start + group.rowCount)
      if !wanted.isEmpty {
        let frame = try readRowGroup(index, columns: columns)
        parts.append(try frame.slice(wanted.lowerBound - start..<wanted.upperBound - start))
      }
      start += group.rowCount
    }
    return parts.isEmpty ? try read(rowGroups: [], columns: columns) : try DataFrame.concat(parts)
  }

  /// Reads the file a batch at a time, with no more than a row group in memory.
  ///
  /// ```swift
  /// var batches = file.batches(rows: 100_000)
  /// while let batch = try batches.next() { … }
  /// ```
  ///
  /// - Parameters:
  ///   - rows: The most rows of a batch, at least 1; the last batch of a row group may have fewer.
  ///   - columns: The columns to read, in this order; all of them if nil.
  ///   - rowGroups: The row groups to read, in this order; all of them if nil.
  public func batches(rows: Int, columns: [String]? = nil, rowGroups: [Int]? = nil) -> ParquetBatches {
    precondition(rows > 0, "a batch has at least one row")
    return ParquetBatches(self, rows, columns, rowGroups ?? Array(self.rowGroups.indices))
  }
}

/// The rows of a file, a batch at a time. See ``ParquetFile/batches(rows:columns:rowGroups:)``.
public struct ParquetBatches: Sendable {
  private let file: ParquetFile
  private let batchRows: Int
  private let columns: [String]?
  private var groups: ArraySlice<Int>
  /// The row group that is being handed out, and its next row.
  private var frame: DataFrame?
  private var start = 0

  init(_ file: ParquetFile, _ batchRows: Int, _ columns: [String]?, _ groups: [Int]) {
    self.file = file
    self.batchRows = batchRows
    self.columns = columns
    self.groups = groups[...]
  }

  /// Returns the next batch, which has at least one row; nil at the end.
  ///
  /// - Throws: A ``ParquetError`` that names the column, if one is missing, unsupported or damaged.
  public mutating func next() throws -> DataFrame? {
    while true {
      if let frame, start < frame.rowCount {
        let end = min(start + batchRows, frame.rowCount)
        defer { start = end }
        return try frame.slice(start..<end)
      }
      frame = nil
      guard let group = groups.popFirst() else { return nil }
      frame = try file.readRowGroup(group, columns: columns)
      start = 0
    }
  }
}
