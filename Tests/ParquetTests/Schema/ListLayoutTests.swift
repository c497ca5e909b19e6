import DataFrames
import Testing

@testable import Parquet

/// The layouts of lists that LogicalTypes.md names, those of old writers among them.
@Suite struct ListLayoutTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func column(_ schema: [RawFile.Element], definitionBits: Int, _ definition: [Int]) throws -> Column {
    // Rows of two, one and three entries.
    let repetition = RawFile.levels([0, 1, 0, 0, 1, 1], width: 1)
    let highest = definition.max() ?? 0
    let values = RawFile.int32(definition.enumerated().filter { $0.element == highest }.map { Int32($0.offset) })
    let body = repetition + RawFile.levels(definition, width: definitionBits) + values
    let file = RawFile(schema: schema, rows: 3, entries: 6, pages: RawFile.page(6, body))
    try folder.write(file.bytes())
    return try DataFrame(parquet: folder.file()).column("a")
  }

  @Test("Three levels, whatever the names", arguments: [("list", "element"), ("bag", "array_element"), ("x", "item")])
  func threeLevels(group: String, element: String) throws {
    let schema = [
      RawFile.element("a", .optional, children: 1, converted: 3), RawFile.element(group, .repeated, children: 1),
      RawFile.element(element, .optional, type: .int32),
    ]
    let column = try column(schema, definitionBits: 2, [3, 3, 3, 3, 2, 3])
    #expect(column == .list([[0, 1], [2], [3, nil, 5]] as [[Int32?]]))
  }

  @Test("Two levels: the repeated field is the element")
  func twoLevels() throws {
    let schema = [
      RawFile.element("a", .optional, children: 1, converted: 3), RawFile.element("array", .repeated, type: .int32),
    ]
    let column = try column(schema, definitionBits: 2, [2, 2, 1, 2, 2, 2])
    #expect(column == .list([[0, 1], [], [3, 4, 5]] as [[Int32]]))
  }

  @Test("A repeated field by itself is a list that is never null")
  func repeatedField() throws {
    let column = try column([RawFile.element("a", .repeated, type: .int32)], definitionBits: 1, [1, 1, 0, 1, 1, 1])
    #expect(column == .list([[0, 1], [], [3, 4, 5]] as [[Int32]]))
  }

  @Test("Required lists and elements have fewer levels")
  func required() throws {
    let schema = [
      RawFile.element("a", .required, children: 1, converted: 3), RawFile.element("list", .repeated, children: 1),
      RawFile.element("element", .required, type: .int32),
    ]
    let column = try column(schema, definitionBits: 1, [1, 1, 0, 1, 1, 1])
    #expect(column == .list([[0, 1], [], [3, 4, 5]] as [[Int32]]))
  }

  @Test(
    "What is no list of primitive values is named",
    arguments: [
      ("array", nil, "list<struct<x: int32>>"), ("a_tuple", nil, "list<struct<x: int32>>"),
      ("list", 3, "list<list<int32>>"), ("list", 1, "list<struct<x: list<int32>>>"),
    ] as [(String, Int?, String)])
  func refused(group: String, converted: Int?, reason: String) throws {
    var schema = [
      RawFile.element("a", .optional, children: 1, converted: 3), RawFile.element(group, .repeated, children: 1),
    ]
    if let converted {
      schema.append(RawFile.element("element", .optional, children: 1, converted: converted))
      schema.append(RawFile.element("x", .repeated, type: .int32))
    } else {
      schema.append(RawFile.element("x", .optional, type: .int32))
    }
    try folder.write(RawFile(schema: schema, rows: 0, entries: 0, pages: []).bytes())
    let field = try #require(try ParquetFile(path: folder.file()).schema.first)
    #expect(field.unsupportedFeature == "the nested type \(reason)")
    #expect(field.typeName == reason)
    let error = #expect(throws: ParquetError.self) { try DataFrame(parquet: folder.file()) }
    #expect(error?.column == "a")
    #expect(error?.message.contains(reason) == true)
  }

  @Test(
    "Levels that contradict each other are errors",
    arguments: [
      ([1, 0, 0, 0, 0, 0], [3, 3, 3, 3, 3, 3]),  // begins in the middle of a list
      ([0, 1, 0, 0, 1, 1], [3, 3, 0, 3, 3, 0]),  // an empty list goes on
      ([0, 1, 0, 1, 1, 1], [3, 3, 0, 3, 3, 3]),  // a null list goes on
      ([0, 0, 0, 0, 1, 1], [3, 3, 3, 3, 3, 3]),  // too many rows
      ([0, 1, 1, 0, 1, 1], [3, 3, 3, 3, 3, 3]),  // too few rows
    ])
  func contradictions(repetition: [Int], definition: [Int]) throws {
    let schema = [
      RawFile.element("a", .optional, children: 1, converted: 3), RawFile.element("list", .repeated, children: 1),
      RawFile.element("element", .optional, type: .int32),
    ]
    let values = RawFile.int32(definition.filter { $0 == 3 }.map { _ in 7 })
    let body = RawFile.levels(repetition, width: 1) + RawFile.levels(definition, width: 2) + values
    try folder.write(RawFile(schema: schema, rows: 3, entries: 6, pages: RawFile.page(6, body)).bytes())
    let error = #expect(throws: ParquetError.self) { try DataFrame(parquet: folder.file()) }
    #expect(error?.code == .corrupt)
  }

  @Test("A null list that is written as several entries is one null, as DuckDB writes arrays of a fixed size")
  func repeatedNulls() throws {
    let schema = [
      RawFile.element("a", .optional, children: 1, converted: 3), RawFile.element("list", .repeated, children: 1),
      RawFile.element("element", .optional, type: .int32),
    ]
    func page(_ repetition: [Int], _ definition: [Int], _ values: [Int32]) -> [UInt8] {
      RawFile.page(
        repetition.count,
        RawFile.levels(repetition, width: 1) + RawFile.levels(definition, width: 2) + RawFile.int32(values))
    }
    // The second null list goes on in the next page.
    let pages = page([0, 1, 0, 1, 0], [3, 3, 0, 0, 0], [1, 2]) + page([1, 0, 1], [0, 2, 3], [4])
    try folder.write(RawFile(schema: schema, rows: 4, entries: 8, pages: pages).bytes())
    #expect(try DataFrame(parquet: folder.file()).column("a") == .list([[1, 2], nil, nil, [nil, 4]] as [[Int32?]?]))
  }

  @Test("What a column holds is said, in bounded length")
  func typeTexts() throws {
    let fields: [RawFile.Element] = [
      RawFile.element("a", .optional, children: 3), RawFile.element("n", .optional, type: .int64),
      RawFile.element("m", .optional, children: 1, converted: 1),
      RawFile.element("key_value", .repeated, children: 2),
      RawFile.element("key", .required, type: .byteArray, converted: 0),
      RawFile.element("value", .optional, type: .double), RawFile.element("tags", .repeated, type: .int32),
    ]
    // Three leaves and their groups below one column; the file has chunks for one leaf only, so its schema is read alone.
    var writer = ThriftWriter()
    writer.root {
      $0.list(2, .structure, [RawFile.element("root", nil, children: 1)] + fields) { $0.element($1) }
      $0.int64(3, 0)
    }
    let type = try FileSchema(try FileMetadata.read(writer.bytes).schema).columns.first?.unreadableType
    #expect(type == "struct<n: int64, m: map<string, float64>, tags: list<int32>>")
    var schema = [SchemaElement(name: "root", childCount: 1), SchemaElement(name: "a", repetition: 1, childCount: 500)]
    schema += (0..<500).map { SchemaElement(name: "field \($0)", type: 1, repetition: 1) }
    let text = try #require(try FileSchema(schema).columns.first?.unreadableType)
    #expect(text.hasPrefix("struct<field 0: int32, field 1: int32, "))
    #expect(text.hasSuffix("…") && text.count == 201)
  }

  @Test("A list goes on in the next page")
  func spanning() throws {
    let schema = [
      RawFile.element("a", .optional, children: 1, converted: 3), RawFile.element("list", .repeated, children: 1),
      RawFile.element("element", .optional, type: .int32),
    ]
    func page(_ repetition: [Int], _ values: [Int32]) -> [UInt8] {
      let definition = [Int](repeating: 3, count: repetition.count)
      return RawFile.page(
        repetition.count,
        RawFile.levels(repetition, width: 1) + RawFile.levels(definition, width: 2) + RawFile.int32(values))
    }
    let pages = page([0, 1], [1, 2]) + page([1], [3]) + page([1, 0], [4, 5])
    try folder.write(RawFile(schema: schema, rows: 2, entries: 5, pages: pages).bytes())
    #expect(try DataFrame(parquet: folder.file()).column("a") == .list([[1, 2, 3, 4], [5]] as [[Int32]]))
  }

  @Test("Levels in the deprecated encoding are read")
  func bitPackedLevels() throws {
    let schema = [
      RawFile.element("a", .optional, children: 1, converted: 3), RawFile.element("list", .repeated, children: 1),
      RawFile.element("element", .optional, type: .int32),
    ]
    // From the highest bit down: repetition 0 1 0 0 0, then definition 3 2 1 0 3.
    let levels: [UInt8] = [0b0100_0000, 0b1110_0100, 0b1100_0000]
    let page = RawFile.page(5, levels + RawFile.int32([8, 9]), levels: .bitPacked)
    try folder.write(RawFile(schema: schema, rows: 4, entries: 5, pages: page).bytes())
    #expect(try DataFrame(parquet: folder.file()).column("a") == .list([[8, nil], [], nil, [9]] as [[Int32?]?]))
  }

  @Test("Levels of a flat column in the deprecated encoding are read")
  func flatBitPackedLevels() throws {
    let page = RawFile.page(9, [0b1010_0000, 0b1000_0000] + RawFile.int32([1, 2, 3]), levels: .bitPacked)
    let file = RawFile(schema: [RawFile.element("a", .optional, type: .int32)], rows: 9, entries: 9, pages: page)
    try folder.write(file.bytes())
    #expect(
      try DataFrame(parquet: folder.file()).column("a") == .int32([1, nil, 2, nil, nil, nil, nil, nil, 3]))
  }
}
