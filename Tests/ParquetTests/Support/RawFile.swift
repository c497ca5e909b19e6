@testable import Parquet

/// A Parquet file of one column and one row group, whose schema and pages are given byte by byte.
struct RawFile {
  /// A schema element: its fields in the order of their numbers.
  typealias Element = (inout ThriftWriter) -> Void

  var codec = 0
  var physicalType = PhysicalType.int32
  /// The elements below the root, depth first.
  var schema: [Element]
  var rows: Int
  var entries: Int
  var pages: [UInt8]
  /// What stands in the footer where it differs from what the file holds.
  var claims = Claims()

  struct Claims {
    var rows: Int?
    var rootType: PhysicalType?
    /// How many bytes the chunk's size leaves out.
    var missingBytes = 0
    var dictionaryOffset: Int?
    var dataOffset = 4
    var statistics: Element?
    var filePath: String?
    /// Fields behind the row groups.
    var fields: Element = { _ in }
  }

  func bytes() -> [UInt8] {
    var footer = ThriftWriter()
    footer.root { footer in
      footer.int32(1, 1)
      footer.list(2, .structure, [root] + schema) { (writer, element) in writer.element(element) }
      footer.int64(3, claims.rows ?? rows)
      footer.list(4, .structure, [0]) { (writer, _) in writer.element(rowGroup) }
      claims.fields(&footer)
    }
    let size = footer.bytes.count
    return Array("PAR1".utf8) + pages + footer.bytes + (0..<4).map { UInt8(truncatingIfNeeded: size >> (8 * $0)) }
      + Array("PAR1".utf8)
  }

  private func root(_ writer: inout ThriftWriter) {
    if let type = claims.rootType { writer.int32(1, Int(type.rawValue)) }
    writer.string(4, "schema")
    writer.int32(5, 1)
  }

  private func rowGroup(_ writer: inout ThriftWriter) {
    writer.list(1, .structure, [0]) { (writer, _) in
      writer.element { chunk in
        if let path = claims.filePath { chunk.string(1, path) }
        chunk.int64(2, 4)
        chunk.structure(3) {
          $0.int32(1, Int(physicalType.rawValue))
          $0.list(2, .int32, [0]) { $0.element($1) }
          $0.list(3, .binary, ["a"]) { $0.element($1.utf8) }
          $0.int32(4, codec)
          $0.int64(5, entries)
          $0.int64(6, pages.count)
          $0.int64(7, pages.count - claims.missingBytes)
          $0.int64(9, claims.dataOffset)
          if let offset = claims.dictionaryOffset { $0.int64(11, offset) }
          claims.statistics?(&$0)
        }
      }
    }
    writer.int64(2, pages.count)
    writer.int64(3, rows)
  }

  /// A node of the schema; `children` makes it a group.
  static func element(
    _ name: String, _ repetition: Repetition?, type: PhysicalType? = nil, length: Int? = nil, children: Int? = nil,
    converted: Int? = nil, precision: Int? = nil, scale: Int? = nil, logical: Int? = nil
  ) -> Element {
    { writer in
      if let type { writer.int32(1, Int(type.rawValue)) }
      if let length { writer.int32(2, length) }
      if let repetition { writer.int32(3, Int(repetition.rawValue)) }
      writer.string(4, name)
      if let children { writer.int32(5, children) }
      if let converted { writer.int32(6, converted) }
      if let scale { writer.int32(7, scale) }
      if let precision { writer.int32(8, precision) }
      if let logical { writer.structure(10) { $0.structure(logical) { _ in } } }
    }
  }

  /// A data page of version 1; the body holds levels and values.
  static func page(
    _ entries: Int, _ body: [UInt8], size: Int? = nil, levels: Encoding = .rle, encoding: Encoding = .plain
  )
    -> [UInt8]
  {
    var header = ThriftWriter()
    header.root {
      $0.int32(1, 0)
      $0.int32(2, size ?? body.count)
      $0.int32(3, body.count)
      $0.structure(5) {
        $0.int32(1, entries)
        $0.int32(2, Int(encoding.rawValue))
        $0.int32(3, Int(levels.rawValue))
        $0.int32(4, Int(levels.rawValue))
      }
    }
    return header.bytes + body
  }

  /// A dictionary page of PLAIN values.
  static func dictionary(_ count: Int, _ body: [UInt8]) -> [UInt8] {
    var header = ThriftWriter()
    header.root {
      $0.int32(1, 2)
      $0.int32(2, body.count)
      $0.int32(3, body.count)
      $0.structure(7) {
        $0.int32(1, count)
        $0.int32(2, 0)
      }
    }
    return header.bytes + body
  }

  /// Levels, fewer than 504, as one bit-packed run with its length before it.
  static func levels(_ levels: [Int], width: Int) -> [UInt8] {
    let groups = (levels.count + 7) / 8
    var packed = [UInt8](repeating: 0, count: groups * width)
    for (index, level) in levels.enumerated() {
      for bit in 0..<width where level >> bit & 1 == 1 {
        packed[(index * width + bit) / 8] |= 1 << UInt8((index * width + bit) % 8)
      }
    }
    return [UInt8(packed.count + 1), 0, 0, 0, UInt8(groups << 1 | 1)] + packed
  }

  /// Little-endian 32-bit numbers.
  static func int32(_ values: [Int32]) -> [UInt8] { plain(values) }

  /// Little-endian numbers.
  static func plain<Number: FixedWidthInteger>(_ values: [Number]) -> [UInt8] {
    values.flatMap { value in (0..<Number.bitWidth / 8).map { UInt8(truncatingIfNeeded: value >> Number(8 * $0)) } }
  }
}

/// The code of the error that something throws.
func errorCode(_ body: () throws -> Void) -> ParquetError.Code? {
  do {
    try body()
    return nil
  } catch {
    return (error as? ParquetError)?.code
  }
}
