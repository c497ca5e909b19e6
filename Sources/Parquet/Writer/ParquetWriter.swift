public import DataFrames

/// Writes a Parquet file frame by frame, a row group at a time.
///
/// ```swift
/// let writer = try ParquetWriter(path: "features.parquet")
/// for frame in frames { try writer.append(frame) }
/// try writer.finish()
/// ```
///
/// The file appears under its name when ``finish()`` returns; a writer that ends before leaves no file, and an older
/// one untouched. Rows are held until they fill a row group. A writer is for one thread at a time.
public final class ParquetWriter {
  private let options: ParquetWriteOptions
  private let path: String
  private let output: FileOutput
  private let scratch = EncodingScratch()
  private var schema: [(name: String, type: ColumnType)]?
  private var pending: [DataFrame] = []
  /// The rows that wait: those of the pending frames but for `writtenRows` of the first one.
  private var pendingRows = 0
  private var writtenRows = 0
  /// The size of all pending frames.
  private var pendingBytes = 0
  private var rowGroups: [[WrittenChunk]] = []
  private var rowCounts: [Int] = []

  /// Begins a file.
  ///
  /// - Throws: A ``ParquetError`` if the folder of `path` cannot be written to.
  public init(path: String, options: ParquetWriteOptions = .init()) throws {
    self.options = options
    self.path = path
    output = try FileOutput(path: path)
    try output.write(Array("PAR1".utf8))
  }

  /// Adds rows. The first frame sets the names and types of the columns; one without rows is enough for that.
  ///
  /// - Throws: A ``ParquetError`` with code ``ParquetError/Code/invalidInput`` that names a column which differs from
  ///   the first frame's, or an error of the file.
  public func append(_ frame: DataFrame) throws {
    try check(frame)
    if frame.rowCount == 0 { return }
    pending.append(frame)
    pendingRows += frame.rowCount
    pendingBytes += frame.columns.reduce(0) { $0 + $1.plainSize }
    let limit = rowLimit()
    if pendingRows >= limit { try writeGroups(limit, all: false) }
  }

  /// Writes what is left and the footer, and gives the file its name.
  ///
  /// - Throws: A ``ParquetError`` if nothing was appended, or the file cannot be written.
  public func finish() throws { try finish(sync: false) }

  /// The same; with `sync` the content and the name are on the disk when it returns.
  package func finish(sync: Bool) throws {
    guard let schema else {
      throw ParquetError(.invalidInput, "Nothing was appended; append a frame without rows to write an empty file.")
        .at(path: path)
    }
    try writeGroups(rowLimit(), all: true)
    let footer = FooterWriter(
      schema: schema, rowGroups: rowGroups, rowCounts: rowCounts, keyValues: options.keyValueMetadata,
      sortedColumns: options.sortedColumns)
    try output.write(footer.bytes())
    try output.finish(sync: sync)
  }

  private func check(_ frame: DataFrame) throws(ParquetError) {
    guard let schema else {
      guard !frame.columns.isEmpty else {
        throw ParquetError(.invalidInput, "A frame without columns cannot be written.").at(path: path)
      }
      for (name, type) in frame.schema {
        if let obstacle = type.writingObstacle {
          throw ParquetError(.invalidInput, obstacle).at(path: path, column: name)
        }
      }
      for sorted in options.sortedColumns where !frame.hasColumn(sorted.name) {
        throw ParquetError(.columnNotFound, "Rows are said to be sorted by it, but there is no such column.")
          .at(path: path, column: sorted.name)
      }
      schema = frame.schema
      return
    }
    guard frame.columnNames == schema.map(\.name) else {
      throw ParquetError(
        .invalidInput,
        "The columns are \(listed(frame.columnNames)) where the first frame has \(listed(schema.map(\.name)))."
      )
      .at(path: path)
    }
    for (first, now) in zip(schema, frame.schema) where first.type != now.type {
      throw ParquetError(.invalidInput, "It holds \(now.type) where the first frame has \(first.type); cast it first.")
        .at(path: path, column: first.name)
    }
  }

  /// How many rows a row group may have, by the size of the rows that wait.
  private func rowLimit() -> Int {
    let rowSize = max(1, pendingBytes / max(1, writtenRows + pendingRows))
    let byBytes = max(1, options.rowGroupBytes / rowSize)
    return min(max(1, options.rowGroupRows), byBytes)
  }

  /// Writes the waiting rows in groups of `limit` rows; what does not fill a group waits on unless `all` is asked for.
  private func writeGroups(_ limit: Int, all: Bool) throws {
    guard pendingRows > 0 else { return }
    if pending.count > 1 && writtenRows > 0 {
      let first = pending[0]
      pending[0] = first.taking(Array(writtenRows..<first.rowCount))
      writtenRows = 0
    }
    let frame = try pending.count == 1 ? pending[0] : DataFrame.concat(pending)
    var start = writtenRows
    while frame.rowCount - start >= limit || (all && start < frame.rowCount) {
      let end = min(start + limit, frame.rowCount)
      try writeGroup(frame, start..<end)
      start = end
    }
    pendingRows = frame.rowCount - start
    pending = pendingRows > 0 ? [frame] : []
    writtenRows = pendingRows > 0 ? start : 0
    if pendingRows == 0 { pendingBytes = 0 }
  }

  private func writeGroup(_ frame: DataFrame, _ rows: Range<Int>) throws(ParquetError) {
    var chunks: [WrittenChunk] = []
    for (name, column) in zip(frame.columnNames, frame.columns) {
      do throws(ParquetError) {
        chunks.append(try ColumnChunkWriter(options: options, scratch: scratch, output: output).write(column, rows))
      } catch {
        output.cancel()
        throw error.at(path: path, column: name, rowGroup: rowGroups.count)
      }
    }
    rowGroups.append(chunks)
    rowCounts.append(rows.count)
  }
}

extension DataFrame {
  /// Writes the frame to a Parquet file, replacing one that is there.
  ///
  /// ```swift
  /// try frame.writeParquet(to: "features.parquet")
  /// ```
  ///
  /// - Throws: A ``ParquetError`` if the frame has no columns, or the file cannot be written.
  public func writeParquet(to path: String, options: ParquetWriteOptions = .init()) throws {
    let writer = try ParquetWriter(path: path, options: options)
    try writer.append(options.nanoseconds == .whereNeeded ? withoutNeedlessNanoseconds : self)
    try writer.finish()
  }
}

extension Column {
  /// About how many bytes the values take without a dictionary or with theirs.
  fileprivate var plainSize: Int {
    switch storage {
    case .bool(let values): values.count
    case .int32(let values), .date(let values): values.count * 4
    case .float32(let values): values.count * 4
    case .int64(let values), .timestamp(let values, _, _): values.count * 8
    case .float64(let values): values.count * 8
    case .string(let text), .binary(let text): text.bytes.count + text.count * 4
    case .dictionary(let text): text.values.bytes.count + text.codes.count * 4
    case .decimal(let values, _, _): values.count * 16
    case .list(let lists): lists.elements.plainSize + lists.count * 4
    }
  }
}
