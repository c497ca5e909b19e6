import Testing

@testable import Parquet

/// A column whose type only the Arrow schema tells, from Tests/Fixtures/parquet/arrow_schemas.txt.
struct ArrowExample {
  let name: String
  let physicalType: PhysicalType
  let length: Int?
  let isList: Bool
  let base64: String

  /// The elements of a required column, or of a list in three levels.
  var elements: [RawFile.Element] {
    if !isList { return [RawFile.element("a", .required, type: physicalType, length: length)] }
    return [
      RawFile.element("a", .optional, children: 1, converted: 3), RawFile.element("list", .repeated, children: 1),
      RawFile.element("element", .optional, type: physicalType),
    ]
  }

  static func all() throws -> [ArrowExample] {
    let root = "/" + #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    let text = String(
      decoding: try TemporaryFolder.bytes(of: root + "/Tests/Fixtures/parquet/arrow_schemas.txt"), as: UTF8.self)
    return try text.split(separator: "\n").map { (line: Substring) -> ArrowExample in
      let parts = line.split(separator: "\t")
      let stored = try #require(parts.dropFirst().first).split(whereSeparator: { "()".contains($0) })
      let isList = stored.first == "LIST"
      return ArrowExample(
        name: String(parts[0]), physicalType: try type(isList ? stored[1] : stored[0]),
        length: isList ? nil : stored.dropFirst().first.flatMap { Int($0) }, isList: isList,
        base64: String(try #require(parts.last)))
    }
  }

  static func named(_ name: String) throws -> ArrowExample { try #require(try all().first { $0.name == name }) }

  private static func type(_ name: Substring) throws -> PhysicalType {
    let types: [Substring: PhysicalType] = [
      "INT32": .int32, "INT64": .int64, "BYTE_ARRAY": .byteArray, "FIXED_LEN_BYTE_ARRAY": .fixedLengthByteArray,
    ]
    return try #require(types[name])
  }
}

extension ThriftWriter {
  /// The key/value metadata of a footer.
  mutating func keyValues(_ pairs: [(key: String, value: String)]) {
    list(5, .structure, pairs) { (writer, pair) in
      writer.element {
        $0.string(1, pair.key)
        $0.string(2, pair.value)
      }
    }
  }
}
