/// Finds and checks the footer of a file: metadata, its length in four bytes, and the magic bytes "PAR1".
enum Footer {
  private static let magic = Array("PAR1".utf8)
  private static let encryptedMagic = Array("PARE".utf8)
  /// Usually enough for the whole footer, so that one read does.
  private static let firstGuess = 1 << 16

  static func read(_ file: FileHandle) throws(ParquetError) -> FileMetadata {
    guard file.size >= 12 else {
      throw ParquetError(.notParquet, "A file of \(file.size) bytes is no Parquet file.")
    }
    let tail = try file.bytes(at: max(0, file.size - firstGuess), count: min(file.size, firstGuess))
    let ending = Array(tail.suffix(4))
    guard ending != encryptedMagic else {
      throw ParquetError(.unsupported, "The footer is encrypted, which this package cannot read.")
    }
    guard ending == magic, try file.bytes(at: 0, count: 4) == magic else {
      throw ParquetError(
        .notParquet, "The file does not begin and end with PAR1: it is no Parquet file, or was not written to its end.")
    }
    let length = tail.dropLast(4).suffix(4).reversed().reduce(0) { (sum: Int, byte: UInt8) -> Int in
      sum << 8 | Int(byte)
    }
    guard length <= file.size - 12 else {
      throw .corrupt("The footer claims \(length) bytes in a file of \(file.size).")
    }
    if length + 8 <= tail.count { return try FileMetadata.read(Array(tail.dropLast(8).suffix(length))) }
    return try FileMetadata.read(try file.bytes(at: file.size - 8 - length, count: length))
  }
}

extension FileMetadata {
  /// Writers make groups of up to 64 Mi rows; larger ones must have bytes to show for them.
  private static let plausibleRows: Int64 = 1 << 26
  private static let plausibleRowsPerByte: Int64 = 1_024

  /// The most values that a chunk of a file of that size may claim.
  static func plausibleValues(fileSize: Int) -> Int64 {
    max(plausibleRows, Int64(fileSize) * plausibleRowsPerByte)
  }

  /// Checks the footer's numbers against each other and against the size of the file, and counts the rows.
  ///
  /// The rows of the file are those of its row groups: some writers leave the footer's own number at 0.
  mutating func check(_ schema: FileSchema, fileSize: Int) throws(ParquetError) {
    var rows: Int64 = 0
    for (index, group) in rowGroups.enumerated() {
      let limit = Self.plausibleValues(fileSize: fileSize)
      guard group.rowCount >= 0, group.rowCount <= limit else {
        throw ParquetError.corrupt("A row group claims \(group.rowCount) rows.").at(rowGroup: index)
      }
      guard group.columns.count == schema.leafCount else {
        throw ParquetError.corrupt("A row group has \(group.columns.count) columns, the schema \(schema.leafCount).")
          .at(rowGroup: index)
      }
      let (sum, overflow) = rows.addingReportingOverflow(group.rowCount)
      guard !overflow else { throw ParquetError.corrupt("The row groups claim too many rows.") }
      rows = sum
    }
    guard rowCount <= 0 || !rowGroups.isEmpty else {
      throw .corrupt("The footer counts \(rowCount) rows, but has no row groups.")
    }
    rowCount = rows
  }
}
