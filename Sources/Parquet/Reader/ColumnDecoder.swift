internal import DataFrames

/// Decodes one column of some row groups.
struct ColumnDecoder {
  private let file: FileHandle
  private let column: ColumnDescriptor
  private let content: ColumnContent
  /// The row groups to be read, with their numbers.
  private let groups: [(index: Int, group: RowGroupMetadata)]
  private let scratch: DecodingScratch

  init(
    _ file: FileHandle, _ column: ColumnDescriptor, _ groups: [(index: Int, group: RowGroupMetadata)],
    _ scratch: DecodingScratch
  ) throws(ParquetError) {
    self.file = file
    self.column = column
    self.groups = groups
    self.scratch = scratch
    switch column.content {
    case .success(let content): self.content = content
    case .failure(let reason):
      throw ParquetError(
        .unsupported,
        "It uses \(reason.feature), which cannot be read yet. Name the columns you want to read the others."
      ).at(path: file.path, column: column.name)
    }
  }

  func decode() throws(ParquetError) -> Column {
    do throws(ParquetError) {
      for (index, group) in groups { try check(group, index) }
      return try decode(content.kind)
    } catch {
      throw error.at(path: file.path, column: column.name)
    }
  }

  private var rows: Int { groups.reduce(0) { $0 + Int($1.group.rowCount) } }

  private var chunks: [ColumnChunkMetadata] { groups.map { $0.group.columns[column.leaf] } }

  /// How many values there are at most: the rows of a flat column, the level entries of lists.
  private var capacity: Int { chunks.reduce(0) { $0 + Int($1.valueCount) } }

  private func decode(_ kind: ColumnKind) throws(ParquetError) -> Column {
    switch kind {
    case .bool: return try fixed { (values: [Bool]) in .bool(values) }
    case .int32: return try fixed { (values: [Int32]) in .int32(values) }
    case .uint32: return try fixed { (values: [Int32]) in .int64(values.map { Int64(UInt32(bitPattern: $0)) }) }
    case .int64: return try fixed { (values: [Int64]) in .int64(values) }
    case .uint64:
      return try fixed { (values: [Int64]) throws(ParquetError) in .int64(try ValueChecks.unsigned(values)) }
    case .float16: return try fixed { (values: [Float16Bits]) in .float32(values.map(\.float)) }
    case .float32: return try fixed { (values: [Float]) in .float32(values) }
    case .float64: return try fixed { (values: [Double]) in .float64(values) }
    case .date: return try fixed { (values: [Int32]) in .date(values) }
    case .timestamp(let unit, let utc): return try fixed { (values: [Int64]) in .timestamp(values, unit, utc: utc) }
    case .time(.milliseconds):
      return try fixed { (values: [Int32]) in .int64(values.map { Int64($0) * 1_000_000 }) }
    case .time(.microseconds):
      return try fixed { (values: [Int64]) throws(ParquetError) in
        .int64(try ValueChecks.scaled(values, by: 1_000, "A time of day"))
      }
    case .time(.nanoseconds): return try fixed { (values: [Int64]) in .int64(values) }
    case .secondsOfDay: return try fixed { (values: [Int32]) in .int64(values.map { Int64($0) * 1_000_000_000 }) }
    case .seconds(let utc):
      return try fixed { (values: [Int64]) throws(ParquetError) in
        .timestamp(try ValueChecks.scaled(values, by: 1_000, "A time in seconds"), .milliseconds, utc: utc)
      }
    case .int96(let unit):
      return try fixed { (values: [Int96]) throws(ParquetError) in
        .timestamp(try ValueChecks.int96(values, in: unit), unit, utc: false)
      }
    case .int128(let signed):
      return try text(
        .fixed(16),
        .encoded { (text) throws(ParquetError) in
          .decimal(try ValueChecks.decimals(text, signed: signed), precision: 38, scale: 0)
        })
    case .decimal(let storage, let precision, let scale): return try decimal(storage, precision, scale)
    case .string: return try text(.lengthBefore, .string)
    case .binary: return try text(.lengthBefore, .binary)
    case .fixedBinary(let length): return try text(.fixed(length), .binary)
    case .uuid: return try text(.fixed(16), .encoded { .string(UUIDText.text($0)) })
    case .null: return try read { NullColumnReader() }
    }
  }

  private func decimal(
    _ storage: ColumnKind.DecimalStorage, _ precision: Int, _ scale: Int
  ) throws(ParquetError) -> Column {
    func column(_ values: [Int128]) -> ColumnStorage { .decimal(values, precision: precision, scale: scale) }
    let bytes = TextColumnReader.Content.encoded { (text) throws(ParquetError) in
      column(try BigEndianNumbers.decode(text))
    }
    switch storage {
    case .int32: return try fixed { (values: [Int32]) in column(values.map { Int128($0) }) }
    case .int64: return try fixed { (values: [Int64]) in column(values.map { Int128($0) }) }
    case .fixed(let length): return try text(.fixed(length), bytes)
    case .bytes: return try text(.lengthBefore, bytes)
    }
  }

  private func fixed<Value: PhysicalValue>(
    _ storage: @escaping ([Value]) throws(ParquetError) -> ColumnStorage
  ) throws(ParquetError) -> Column {
    try read { () throws(ParquetError) in try FixedColumnReader(rows: capacity, storage: storage) }
  }

  private func text(
    _ layout: TextColumnReader.Layout, _ content: TextColumnReader.Content
  ) throws(ParquetError) -> Column {
    let keepsDictionary = chunks.allSatisfy { $0.allPagesUseDictionary ?? true }
    let estimate = chunks.reduce(0) { $0 + $1.plausibleSize(fileSize: file.size) }
    return try read { () throws(ParquetError) in
      try TextColumnReader(
        rows: capacity, layout, content, keepsDictionary: keepsDictionary, byteEstimate: estimate)
    }
  }

  /// Makes the reader itself, so that it alone holds its arrays and fills them in place.
  private func read<Reader: ColumnReading>(_ make: () throws(ParquetError) -> Reader) throws(ParquetError) -> Column {
    switch content.shape {
    case .flat:
      var reader = try make()
      try readChunks(&reader)
      return try reader.finish()
    case .list(let shape):
      var reader = try ListColumnReader(rows: rows, shape, try make())
      try readChunks(&reader)
      return try reader.finish()
    }
  }

  private func readChunks<Reader: ColumnReading>(_ reader: inout Reader) throws(ParquetError) {
    for (index, group) in groups {
      do throws(ParquetError) {
        try readChunk(group, &reader)
      } catch {
        throw error.at(rowGroup: index)
      }
    }
  }

  private func readChunk<Reader: ColumnReading>(
    _ group: RowGroupMetadata, _ reader: inout Reader
  ) throws(ParquetError) {
    let chunk = group.columns[column.leaf]
    if group.rowCount == 0 && chunk.valueCount == 0 { return }
    reader.beginChunk()
    var pages = try PageReader(file, chunk, content.shape, scratch)
    while let page = try pages.next() {
      switch page {
      case .dictionary(let page): try reader.read(page)
      case .data(let page): try reader.read(page, scratch)
      }
    }
    try reader.endChunk(rows: Int(group.rowCount))
  }
}

extension ColumnDecoder {
  /// Checks what the footer says about the column's chunk in a row group, before anything is made from it.
  private func check(_ group: RowGroupMetadata, _ index: Int) throws(ParquetError) {
    do throws(ParquetError) {
      try check(group.columns[column.leaf], rows: group.rowCount)
    } catch {
      throw error.at(rowGroup: index)
    }
  }

  private func check(_ chunk: ColumnChunkMetadata, rows: Int64) throws(ParquetError) {
    guard !chunk.isEncrypted else {
      throw ParquetError(.unsupported, "It is encrypted, which this package cannot read.")
    }
    guard chunk.filePath == nil else {
      throw ParquetError(.unsupported, "Its data lies in another file, which this package cannot read.")
    }
    guard chunk.type == content.physicalType else {
      throw .corrupt("The column chunk has another type than the schema.")
    }
    switch content.shape {
    case .flat:
      guard chunk.valueCount == rows else {
        throw .corrupt("The column chunk has \(chunk.valueCount) values where the row group has \(rows) rows.")
      }
    case .list:
      guard chunk.valueCount >= rows, chunk.valueCount <= FileMetadata.plausibleValues(fileSize: file.size) else {
        throw .corrupt("The column chunk claims \(chunk.valueCount) values for \(rows) rows.")
      }
    }
  }
}

extension ColumnChunkMetadata {
  /// How many bytes the chunk's pages plausibly hold; a damaged footer must not make room for more.
  fileprivate func plausibleSize(fileSize: Int) -> Int {
    let compressed = min(max(totalCompressedSize, 0), Int64(fileSize))
    return Int(min(max(totalUncompressedSize, 0), compressed * 16 + 1 << 16))
  }
}
