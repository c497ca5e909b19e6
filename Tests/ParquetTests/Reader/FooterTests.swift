import DataFrames
import Testing

@testable import Parquet

/// Footers that contradict the format without need: old writers left them, and other readers read them.
@Suite struct FooterTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// Three required INT32.
  private func numbers(_ element: RawFile.Element? = nil) -> RawFile {
    RawFile(
      schema: [element ?? RawFile.element("a", .required, type: .int32)], rows: 3, entries: 3,
      pages: RawFile.page(3, RawFile.int32([1, 2, 3])))
  }

  private func column(_ file: RawFile) throws -> Column {
    try folder.write(file.bytes())
    return try DataFrame(parquet: folder.file()).column("a")
  }

  @Test("The root may have a physical type")
  func rootType() throws {
    var file = numbers()
    file.claims.rootType = .byteArray
    #expect(try column(file) == .int32([1, 2, 3]))
  }

  @Test("A field without a repetition is required, and may be a list's group")
  func repetition() throws {
    #expect(try column(numbers(RawFile.element("a", nil, type: .int32))) == .int32([1, 2, 3]))
    let list = [
      RawFile.element("a", nil, children: 1, converted: 3), RawFile.element("list", .repeated, children: 1),
      RawFile.element("element", nil, type: .int32),
    ]
    let levels = RawFile.levels([0, 1, 0], width: 1) + RawFile.levels([1, 1, 0], width: 1)
    let file = RawFile(
      schema: list, rows: 2, entries: 3, pages: RawFile.page(3, levels + RawFile.int32([1, 2])))
    #expect(try column(file) == .list([[1, 2], []] as [[Int32]]))
  }

  @Test("The rows are those of the row groups, whatever the footer counts", arguments: [0, -1, 2, 5])
  func rows(count: Int) throws {
    var file = numbers()
    file.claims.rows = count
    #expect(try column(file) == .int32([1, 2, 3]))
    #expect(try ParquetFile(path: folder.file()).rowCount == 3)
    #expect(try ParquetFile(path: folder.file()).read(rows: 1..<3).column("a") == .int32([2, 3]))
  }

  @Test("The converted type 24 is a column of nulls")
  func alwaysNull() throws {
    let element = RawFile.element("a", .optional, type: .int32, converted: 24)
    let page = RawFile.page(2, RawFile.levels([0, 0], width: 1))
    #expect(try column(RawFile(schema: [element], rows: 2, entries: 2, pages: page)) == .nulls(.string, count: 2))
  }

  @Test("Types that came later are read as they are stored, and said to be", arguments: [22, 25, 99])
  func converted(number: Int) throws {
    #expect(try column(numbers(RawFile.element("a", .required, type: .int32, converted: number))) == .int32([1, 2, 3]))
    let field = try #require(try ParquetFile(path: folder.file()).schema.first)
    #expect(field.note == "converted type \(number), as it is stored")
  }

  @Test("A logical type that came later leaves what the converted type says")
  func logical() throws {
    #expect(try column(numbers(RawFile.element("a", .required, type: .int32, logical: 60))) == .int32([1, 2, 3]))
    let date = numbers(RawFile.element("a", .required, type: .int32, converted: 6, logical: 60))
    #expect(try column(date).type == .date)
  }

  @Test("A chunk size that leaves out the dictionary's header", arguments: [1, 14])
  func dictionaryHeader(missing: Int) throws {
    let dictionary = RawFile.dictionary(2, RawFile.int32([7, 8]))
    var file = numbers()
    file.pages = dictionary + RawFile.page(3, [1, 3, 0b101], encoding: .rleDictionary)
    file.claims.dictionaryOffset = 4
    file.claims.dataOffset = 4 + dictionary.count
    file.claims.missingBytes = missing
    #expect(try column(file) == .int32([8, 7, 8]))
  }

  @Test("A data page offset of 0 beside that of the dictionary")
  func dataOffset() throws {
    var file = numbers()
    file.pages =
      RawFile.dictionary(2, RawFile.int32([7, 8])) + RawFile.page(3, [1, 3, 0b101], encoding: .rleDictionary)
    file.claims.dictionaryOffset = 4
    file.claims.dataOffset = 0
    #expect(try column(file) == .int32([8, 7, 8]))
  }

  @Test("An empty path names no other file, and a path does")
  func filePath() throws {
    var file = numbers()
    file.claims.filePath = ""
    #expect(try column(file) == .int32([1, 2, 3]))
    file.claims.filePath = "other.parquet"
    #expect(errorCode { _ = try column(file) } == .unsupported)
  }

  /// Fields behind the row groups that are not as parquet.thrift has them.
  enum OddField: CaseIterable {
    case metadataAsText, metadataOfStrings, keyAlone, valueAlone, numberAsValue, notUTF8, numberAsWriter, numberAsOrders
    case unknown

    func write(to footer: inout ThriftWriter) {
      switch self {
      case .metadataAsText: footer.string(5, "hello")
      case .metadataOfStrings: footer.list(5, .binary, ["a", "b"]) { $0.element($1.utf8) }
      case .keyAlone: pair(&footer) { $0.string(1, "k") }
      case .valueAlone: pair(&footer) { $0.string(2, "v") }
      case .numberAsValue:
        pair(&footer) {
          $0.string(1, "k")
          $0.int32(2, 5)
        }
      case .notUTF8:
        pair(&footer) {
          $0.binary(1, [0xFF])
          $0.binary(2, [0xFE, 0])
        }
      case .numberAsWriter: footer.int32(6, 5)
      case .numberAsOrders: footer.int32(7, 5)
      case .unknown: footer.string(40, "zz")
      }
    }

    private func pair(_ footer: inout ThriftWriter, _ fields: (inout ThriftWriter) -> Void) {
      footer.list(5, .structure, [0]) { (writer, _) in writer.element(fields) }
    }
  }

  @Test("What a reader can do without may be anything", arguments: OddField.allCases)
  func oddFields(field: OddField) throws {
    var file = numbers()
    file.claims.fields = { field.write(to: &$0) }
    #expect(try column(file) == .int32([1, 2, 3]))
    #expect(try ParquetFile(path: folder.file()).keyValueMetadata.count <= 1)
  }

  @Test("Statistics of another type are passed over")
  func statistics() throws {
    var file = numbers()
    file.claims.statistics = { $0.string(12, "x") }
    #expect(try column(file) == .int32([1, 2, 3]))
  }

  @Test("Rows without row groups are an error")
  func missingGroups() throws {
    var writer = ThriftWriter()
    writer.root {
      $0.int32(1, 1)
      $0.list(2, .structure, [RawFile.element("root", nil, children: 0)]) { (writer, root) in writer.element(root) }
      $0.int64(3, 3)
    }
    let size = writer.bytes.count
    try folder.write(
      Array("PAR1".utf8) + writer.bytes + [UInt8(size), 0, 0, 0] + Array("PAR1".utf8))
    #expect(errorCode { _ = try ParquetFile(path: folder.file()) } == .corrupt)
  }
}
