import DataFrames

@testable import Parquet

/// Tries types, encodings and codecs, and writes down what comes of it.
struct SupportTable {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  func text() throws -> String {
    let parts = [
      Self.introduction, Self.readTypes, try arrowTypes(), try writtenTypes(), try encodings(), try codecs(), Self.rest,
    ]
    return parts.joined(separator: "\n\n") + "\n"
  }

  private static let introduction = """
    # Parquet support

    What of the format is read and written. The tables are made by the tests from what the module does.

    A column that cannot be read is an error that names it and says what it is; the other columns of the file can be read
    by their names.
    """

  private static let rest = """
    ## What else there is to know

    - Lists are read in the standard layout and in those of old writers, with null lists, empty lists and null elements. A
      list that repeats a group named `array` holds structs by the format's rules, and is refused as such.
    - Times of day become nanoseconds since midnight, whatever their unit in the file. UUIDs become lower-case text.
    - Unsigned 64-bit numbers become int64; the first one above 2^63 - 1 is an error that names its row.
    - Timestamps keep their unit, and whether they are instants (UTC) or have no zone. INT96 timestamps become nanoseconds
      without a zone. If one of a file lies outside the years 1677 to 2262 the column is read as microseconds, in all row
      groups; a digit that would be lost is an error.
    - `ParquetField.note` says what a type does not, as does `featurestore data schema`: the unit of a duration, the name
      of an extension type, a logical type from after this reader, whose values are read as they are stored.
    - Footers are read as other programs read them where nothing depends on the fault: the number of rows is that of the
      row groups, a field without a repetition is required, and metadata that cannot be read is passed over. A null list
      that DuckDB writes as several entries is one null.
    - Frames are written with times in microseconds where a column of nanoseconds loses no digit by it, since Spark and
      Iceberg refuse files with nanoseconds. A writer that gets its rows frame by frame keeps the units of the first one.
    - Text that is not UTF-8 is read as it is, unless `validatesText` is set.
    - Data pages of versions 1 and 2 are read and written; checksums are checked when they are there, and written.
    - Encrypted files and columns whose data lies in another file are refused.
    """

  /// A table whose rows are as wide as needed.
  static func table(_ title: String, _ columns: [String], _ rows: [[String]]) -> String {
    let lines = [columns, columns.map { _ in "---" }] + rows
    return "## \(title)\n\n" + lines.map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
  }

  /// Whether a file can be read; only a refusal by name counts as one that cannot.
  private func reads(_ file: RawFile) throws -> Bool {
    try folder.write(file.bytes())
    do {
      return try DataFrame(parquet: folder.file()).rowCount == file.rows
    } catch ParquetError.Code.unsupported {
      return false
    }
  }
}

// MARK: - Types

extension SupportTable {
  private static var readTypes: String {
    let rows = SupportedTypes.all.map { (name: String, element: SchemaElement) -> [String] in
      let type = PhysicalType(rawValue: element.type ?? -1).map { "\($0)" } ?? ""
      let result: String
      do throws(UnsupportedFeature) {
        result = try ColumnKind(element).columnType.description
      } catch {
        result = "refused: \(error.feature)"
      }
      return [name, SupportedTypes.physicalName(type), result]
    }
    return table("Types that are read", ["Type in the file", "Stored as", "Becomes"], rows)
  }

  private func arrowTypes() throws -> String {
    let rows = try ArrowExample.all().map { (example: ArrowExample) -> [String] in
      var file = RawFile(schema: example.elements, rows: 0, entries: 0, pages: [])
      file.claims.fields = { $0.keyValues([(ArrowSchema.key, example.base64)]) }
      try folder.write(file.bytes())
      let field = try ParquetFile(path: folder.file()).schema[0]
      let length = example.length.map { "(\($0))" } ?? ""
      let stored = SupportedTypes.physicalName("\(example.physicalType)") + length
      return [example.name, example.isList ? "list of \(stored)" : stored, field.typeName, field.note ?? ""]
    }
    return Self.table(
      "Types that only the Arrow schema tells", ["Arrow type", "Stored as", "Becomes", "What is said about it"], rows)
        + """


        Writers of Arrow put their schema into the file, under `ARROW:schema`. It is looked at where the Parquet schema has
        no logical type, and tells nothing if it is damaged or about other columns.
        """
  }

  private func writtenTypes() throws -> String {
    let rows = try SupportedTypes.columns.map { (type: ColumnType) -> [String] in
      let column = Column.nulls(type, count: 1)
      try DataFrame(columns: [("a", type.isNanoseconds ? Column(type.oneNanosecond) : column)])
        .writeParquet(to: folder.file())
      let handle = try FileHandle(path: folder.file())
      let leaf = try Footer.read(handle).schema.last
      let physical = leaf?.type.flatMap(PhysicalType.init(rawValue:)).map { "\($0)" } ?? ""
      let back = try DataFrame(parquet: folder.file()).column("a").type
      let unit = type.isNanoseconds ? ", or microseconds where no digit is lost" : ""
      return [type.description, SupportedTypes.physicalName(physical), back == type ? "yes\(unit)" : "no, as \(back)"]
    }
    return Self.table("Types that are written", ["Column", "Stored as", "Read back as the same type"], rows)
  }
}

// MARK: - Encodings and codecs

extension SupportTable {
  private func encodings() throws -> String {
    let rows = try PayloadOfOne.physicalTypes.map { (type: PhysicalType) -> [String] in
      let cells = try PayloadOfOne.encodings.map { (encoding: Encoding) -> String in
        guard let payload = PayloadOfOne(type, encoding) else { return "" }
        return try reads(payload.file) ? "yes" : "no"
      }
      return [SupportedTypes.physicalName("\(type)")] + cells
    }
    let names = PayloadOfOne.encodings.map { Encoding.name($0.rawValue) }
    return Self.table("Encodings that are read", ["Stored as"] + names, rows)
      + "\n\nAn empty cell is a pair that the format does not define. Written are PLAIN and RLE_DICTIONARY."
  }

  private func codecs() throws -> String {
    let rows = try CompressedZeros.all.map { (codec: CompressedZeros) -> [String] in
      var file = PayloadOfOne.plainZero
      file.codec = codec.number
      file.pages = RawFile.page(1, codec.bytes, size: 4)
      let written = ParquetCompression.all.contains { $0.method.codec == codec.number }
      return [codec.name, try reads(file) ? "yes" : "no", written ? "yes" : "no"]
    }
    return Self.table("Compression", ["Codec", "Read", "Written"], rows)
  }
}

extension ColumnType {
  fileprivate var isNanoseconds: Bool {
    if case .timestamp(.nanoseconds, _) = self { true } else { false }
  }

  /// A time that microseconds cannot hold.
  fileprivate var oneNanosecond: ColumnStorage {
    if case .timestamp(_, let utc) = self { return .timestamp([1], .nanoseconds, utc: utc) }
    return .bool([])
  }
}

extension ParquetCompression {
  /// One of each that can be written.
  static let all: [ParquetCompression] = [.uncompressed, .snappy, .gzip, .zstd, .lz4]
}
