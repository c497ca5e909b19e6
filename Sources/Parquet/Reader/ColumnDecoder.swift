internal import DataFrames

/// Decodes one column of some row groups.
struct ColumnDecoder {
  let file: FileHandle
  let column: ColumnDescriptor
  /// The row groups to be read, with their numbers.
  let groups: [(index: Int, group: RowGroupMetadata)]
  let scratch: DecodingScratch

  func decode() throws(ParquetError) -> Column {
    do throws(ParquetError) {
      return try decode(try readableKind())
    } catch {
      throw error.at(path: file.path, column: column.name)
    }
  }

  private func readableKind() throws(ParquetError) -> ColumnKind {
    switch column.kind {
    case .success(let kind): return kind
    case .failure(let reason):
      throw ParquetError(
        .unsupported,
        "It uses \(reason.feature), which this package cannot read. Name the columns you want to read the others.")
    }
  }

  private var rows: Int { groups.reduce(0) { $0 + Int($1.group.rowCount) } }

  private func decode(_ kind: ColumnKind) throws(ParquetError) -> Column {
    switch kind {
    case .bool: return try fixed { (values: [Bool]) in .bool(values) }
    case .int32: return try fixed { (values: [Int32]) in .int32(values) }
    case .uint32:
      return try fixed { (values: [Int32]) in .int64(values.map { Int64(UInt32(bitPattern: $0)) }) }
    case .int64: return try fixed { (values: [Int64]) in .int64(values) }
    case .float32: return try fixed { (values: [Float]) in .float32(values) }
    case .float64: return try fixed { (values: [Double]) in .float64(values) }
    case .date: return try fixed { (values: [Int32]) in .date(values) }
    case .timestamp(let unit, let utc): return try fixed { (values: [Int64]) in .timestamp(values, unit, utc: utc) }
    case .int96:
      return try fixed { (values: [Int96]) throws(ParquetError) in
        .timestamp(try nanoseconds(values), .nanoseconds, utc: false)
      }
    case .string: return try text(.lengthBefore, isString: true)
    case .binary: return try text(.lengthBefore, isString: false)
    case .fixedBinary(let length): return try text(.fixed(length), isString: false)
    }
  }

  private func fixed<Value: PhysicalValue>(
    _ storage: @escaping ([Value]) throws(ParquetError) -> ColumnStorage
  ) throws(ParquetError) -> Column {
    try read { () throws(ParquetError) in try FixedColumnReader(rows: rows, storage: storage) }
  }

  private func text(_ layout: TextColumnReader.Layout, isString: Bool) throws(ParquetError) -> Column {
    let chunks = groups.map { $0.group.columns[column.leaf] }
    let keepsDictionary = chunks.allSatisfy { $0.allPagesUseDictionary ?? true }
    let estimate = chunks.reduce(0) { $0 + $1.plausibleSize(fileSize: file.size) }
    return try read { () throws(ParquetError) in
      try TextColumnReader(
        rows: rows, layout, isString: isString, keepsDictionary: keepsDictionary, byteEstimate: estimate)
    }
  }

  /// Makes the reader itself, so that it alone holds its arrays and fills them in place.
  private func read<Reader: ColumnReading>(_ make: () throws(ParquetError) -> Reader) throws(ParquetError) -> Column {
    var reader = try make()
    for (index, group) in groups {
      do throws(ParquetError) {
        try readChunk(group, &reader)
      } catch {
        throw error.at(rowGroup: index)
      }
    }
    return try reader.finish()
  }

  private func readChunk<Reader: ColumnReading>(
    _ group: RowGroupMetadata, _ reader: inout Reader
  ) throws(ParquetError) {
    let chunk = group.columns[column.leaf]
    try check(chunk, rows: group.rowCount)
    if group.rowCount == 0 { return }
    reader.beginChunk()
    var pages = try PageReader(file, chunk, isNullable: column.isNullable, scratch)
    while let page = try pages.next() {
      switch page {
      case .dictionary(let page): try reader.read(page)
      case .data(let page): try reader.read(page, scratch)
      }
    }
  }

  private func check(_ chunk: ColumnChunkMetadata, rows: Int64) throws(ParquetError) {
    guard !chunk.isEncrypted else {
      throw ParquetError(.unsupported, "It is encrypted, which this package cannot read.")
    }
    guard chunk.filePath == nil else {
      throw ParquetError(.unsupported, "Its data lies in another file, which this package cannot read.")
    }
    guard chunk.type == column.physicalType else {
      throw .corrupt("The column chunk has another type than the schema.")
    }
    guard chunk.valueCount == rows else {
      throw .corrupt("The column chunk has \(chunk.valueCount) values where the row group has \(rows) rows.")
    }
  }

  private func nanoseconds(_ values: [Int96]) throws(ParquetError) -> [Int64] {
    var result: [Int64] = []
    result.reserveCapacity(values.count)
    for value in values {
      guard let count = value.nanoseconds else {
        throw ParquetError(
          .unsupported, "It has INT96 timestamps outside the years 1677 to 2262, which nanoseconds cannot count.")
      }
      result.append(count)
    }
    return result
  }
}

extension ColumnChunkMetadata {
  /// How many bytes the chunk's pages plausibly hold; a damaged footer must not make room for more.
  fileprivate func plausibleSize(fileSize: Int) -> Int {
    let compressed = min(max(totalCompressedSize, 0), Int64(fileSize))
    return Int(min(max(totalUncompressedSize, 0), compressed * 16 + 1 << 16))
  }
}
