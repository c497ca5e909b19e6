import Testing

@testable import Parquet

@Suite struct ThriftTests {
  private func reading<Result>(_ bytes: [UInt8], _ body: (inout ThriftReader) throws -> Result) throws -> Result {
    let page = try PageBytes(bytes)
    var reader = ThriftReader(page.bytes)
    return try body(&reader)
  }

  @Test("What is written is read", arguments: [0, 1, -1, 63, 64, Int(Int32.max), Int.min, Int.max])
  func numbers(number: Int) throws {
    var writer = ThriftWriter()
    writer.root {
      $0.int64(1, number)
      $0.bool(2, true)
      $0.string(40, "naïve")
    }
    try reading(writer.bytes) { reader in
      var scope = try reader.beginStruct()
      let first = try #require(try reader.nextField(&scope))
      #expect(try reader.int(first) == Int64(number))
      let second = try #require(try reader.nextField(&scope))
      #expect(try reader.bool(second))
      let third = try #require(try reader.nextField(&scope))
      #expect(third.id == 40)
      #expect(try reader.string(third) == "naïve")
      #expect(try reader.nextField(&scope) == nil)
      #expect(reader.offset == writer.bytes.count)
    }
  }

  @Test("Unknown fields of every kind are skipped")
  func skipping() throws {
    var writer = ThriftWriter()
    writer.root {
      $0.int8(1, -3)
      $0.structure(2) { $0.list(1, .structure, [1, 2]) { (writer, number) in writer.element { $0.int32(1, number) } } }
      $0.list(3, .binary, Array(repeating: "x", count: 20)) { $0.element($1.utf8) }
      $0.int32(4, 7)
    }
    // A map of one entry from a byte to a double, as field 5, before the end.
    let bytes = writer.bytes.dropLast() + [0x1B, 1, 0x37, 9] + [UInt8](repeating: 0, count: 8) + [0]
    try reading(Array(bytes)) { reader in
      var scope = try reader.beginStruct()
      var ids: [Int] = []
      while let field = try reader.nextField(&scope) {
        ids.append(field.id)
        try reader.skip(field)
      }
      #expect(ids == [1, 2, 3, 4, 5])
      #expect(reader.offset == bytes.count)
    }
  }

  @Test("Structs that nest without an end are refused")
  func depth() {
    #expect(throws: ParquetError.self) {
      try reading([UInt8](repeating: 0x1C, count: 10_000)) { reader in
        var scope = try reader.beginStruct()
        while let field = try reader.nextField(&scope) { try reader.skip(field) }
      }
    }
  }

  @Test("A list longer than its bytes is refused")
  func longList() {
    #expect(throws: ParquetError.self) {
      try reading([0x19, 0xF5, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F, 0]) { reader in
        var scope = try reader.beginStruct()
        let field = try #require(try reader.nextField(&scope))
        _ = try reader.listCount(field, of: .int32)
      }
    }
  }

  @Test("A number of more than 64 bits is refused")
  func longNumber() throws {
    let page = try PageBytes([UInt8](repeating: 0xFF, count: 10) + [1])
    #expect(throws: ParquetError.self) {
      var reader = ByteReader(page.bytes)
      _ = try reader.varint()
    }
  }

  @Test("A footer cut at any length is an error")
  func cutFooter() throws {
    var writer = ThriftWriter()
    writer.root {
      $0.int32(1, 2)
      $0.list(2, .structure, [0]) { (writer, _) in writer.element { $0.string(4, "schema") } }
      $0.int64(3, 0)
    }
    for length in 0..<writer.bytes.count {
      #expect(throws: ParquetError.self) { try FileMetadata.read(Array(writer.bytes[..<length])) }
    }
  }
}
