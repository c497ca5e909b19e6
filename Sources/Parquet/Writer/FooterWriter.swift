internal import DataFrames

/// Writes `FileMetaData` of parquet.thrift.
struct FooterWriter {
  let schema: [(name: String, type: ColumnType)]
  let rowGroups: [[WrittenChunk]]
  let rowCounts: [Int]
  let keyValues: [String: String]
  var sortedColumns: [ParquetWriteOptions.SortedColumn] = []

  /// The footer with its length and the magic bytes at the end.
  func bytes() -> [UInt8] {
    var writer = ThriftWriter()
    writer.root { (writer) in
      writer.int32(1, 2)
      writer.list(2, .structure, elements) { (writer, element) in
        writer.element { element.write(to: &$0) }
      }
      writer.int64(3, rowCounts.reduce(0, +))
      writer.list(4, .structure, rowGroups.indices) { (writer, index) in
        writer.element { rowGroup(&$0, index) }
      }
      if !keyValues.isEmpty { writeKeyValues(&writer) }
      writer.string(6, Self.createdBy)
      writer.list(7, .structure, schema) { (writer, _) in
        writer.element { $0.structure(1) { _ in } }
      }
    }
    let length = UInt32(writer.bytes.count)
    return writer.bytes + (0..<4).map { UInt8(truncatingIfNeeded: length >> UInt32(8 * $0)) } + Array("PAR1".utf8)
  }

  static let createdBy = "feature-store-swift version 0.1.0"

  /// The schema tree, depth first.
  private var elements: [WrittenElement] {
    [.root(fields: schema.count)] + schema.flatMap { WrittenElement.field($0.name, $0.type) }
  }

  private func writeKeyValues(_ writer: inout ThriftWriter) {
    writer.list(5, .structure, keyValues.sorted { $0.key < $1.key }) { (writer, entry) in
      writer.element {
        $0.string(1, entry.key)
        $0.string(2, entry.value)
      }
    }
  }

  /// Writes a list of `SortingColumn`, which count leaves; each column has one.
  private func writeSortedColumns(_ writer: inout ThriftWriter) {
    writer.list(4, .structure, sortedColumns) { (writer, sorted) in
      writer.element {
        $0.int32(1, schema.firstIndex { $0.name == sorted.name } ?? 0)
        $0.bool(2, sorted.isDescending)
        $0.bool(3, sorted.nullsFirst)
      }
    }
  }

  private func rowGroup(_ writer: inout ThriftWriter, _ index: Int) {
    let chunks = rowGroups[index]
    writer.list(1, .structure, chunks.indices) { (writer, column) in
      writer.element { $0.columnChunk(chunks[column], WrittenElement.path(schema[column].name, schema[column].type)) }
    }
    writer.int64(2, chunks.reduce(0) { $0 + $1.uncompressedSize })
    writer.int64(3, rowCounts[index])
    if !sortedColumns.isEmpty { writeSortedColumns(&writer) }
    if let first = chunks.first { writer.int64(5, first.dictionaryOffset ?? first.dataOffset) }
    writer.int64(6, chunks.reduce(0) { $0 + $1.compressedSize })
    writer.int16(7, index)
  }
}

extension ThriftWriter {
  fileprivate mutating func columnChunk(_ chunk: WrittenChunk, _ path: [String]) {
    int64(2, 0)
    structure(3) { (writer) in
      writer.int32(1, Int(chunk.physicalType.rawValue))
      writer.list(2, .int32, chunk.encodings) { $0.element(Int($1.rawValue)) }
      writer.list(3, .binary, path) { $0.element($1.utf8) }
      writer.int32(4, chunk.codec)
      writer.int64(5, chunk.entryCount)
      writer.int64(6, chunk.uncompressedSize)
      writer.int64(7, chunk.compressedSize)
      writer.int64(9, chunk.dataOffset)
      if let offset = chunk.dictionaryOffset { writer.int64(11, offset) }
      writer.structure(12) { $0.statistics(chunk.statistics) }
      writer.list(13, .structure, chunk.pageCounts) { (writer, pages) in
        writer.element {
          $0.int32(1, Int(pages.type.rawValue))
          $0.int32(2, Int(pages.encoding.rawValue))
          $0.int32(3, pages.count)
        }
      }
    }
  }

  private mutating func statistics(_ statistics: ChunkStatistics) {
    int64(3, statistics.nullCount)
    if let maximum = statistics.maximum { binary(5, maximum) }
    if let minimum = statistics.minimum { binary(6, minimum) }
  }
}
