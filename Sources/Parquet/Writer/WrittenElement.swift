internal import DataFrames

/// A `SchemaElement` of parquet.thrift that is written.
struct WrittenElement {
  private enum Content {
    case group(children: Int)
    case list
    case leaf(ColumnType)
  }

  private let name: String
  /// Nil for the root.
  private let repetition: Repetition?
  private let content: Content

  static func root(fields: Int) -> WrittenElement {
    WrittenElement(name: "schema", repetition: nil, content: .group(children: fields))
  }

  /// The elements of a column; a list has the three levels of LogicalTypes.md, "Lists".
  static func field(_ name: String, _ type: ColumnType) -> [WrittenElement] {
    guard case .list(let element) = type else {
      return [WrittenElement(name: name, repetition: .optional, content: .leaf(type))]
    }
    return [
      WrittenElement(name: name, repetition: .optional, content: .list),
      WrittenElement(name: "list", repetition: .repeated, content: .group(children: 1)),
      WrittenElement(name: "element", repetition: .optional, content: .leaf(element)),
    ]
  }

  /// The names from the root to the leaf of a column.
  static func path(_ name: String, _ type: ColumnType) -> [String] {
    if case .list = type { [name, "list", "element"] } else { [name] }
  }

  /// Writes the fields of the struct.
  func write(to writer: inout ThriftWriter) {
    if case .leaf(let type) = content { writer.physicalType(type) }
    if let repetition { writer.int32(3, Int(repetition.rawValue)) }
    writer.string(4, name)
    switch content {
    case .group(let children): writer.int32(5, children)
    case .list:
      writer.int32(5, 1)
      writer.int32(6, 3)
      writer.structure(10) { $0.structure(3) { _ in } }
    case .leaf(let type): writer.annotation(type)
    }
  }
}

extension ThriftWriter {
  /// The fields `type` and `type_length`.
  fileprivate mutating func physicalType(_ type: ColumnType) {
    let physical: PhysicalType =
      switch type {
      case .bool: .boolean
      case .int32, .date: .int32
      case .int64, .timestamp: .int64
      case .float32: .float
      case .float64: .double
      case .decimal: .fixedLengthByteArray
      case .string, .binary, .list: .byteArray
      }
    int32(1, Int(physical.rawValue))
    if case .decimal(let precision, _) = type { int32(2, BigEndianNumbers.width(precision: precision)) }
  }

  /// The converted type of old readers and the logical type.
  fileprivate mutating func annotation(_ type: ColumnType) {
    switch type {
    case .string:
      int32(6, 0)
      structure(10) { $0.structure(1) { _ in } }
    case .date:
      int32(6, 6)
      structure(10) { $0.structure(6) { _ in } }
    case .timestamp(let unit, let utc):
      // The converted types stand for UTC only, and know no nanoseconds.
      if utc && unit != .nanoseconds { int32(6, unit == .milliseconds ? 9 : 10) }
      structure(10) { $0.structure(8) { $0.timestamp(unit, utc) } }
    case .decimal(let precision, let scale):
      int32(6, 5)
      int32(7, scale)
      int32(8, precision)
      structure(10) {
        $0.structure(5) {
          $0.int32(1, scale)
          $0.int32(2, precision)
        }
      }
    default: break
    }
  }

  private mutating func timestamp(_ unit: TimeUnit, _ utc: Bool) {
    bool(1, utc)
    let field =
      switch unit {
      case .milliseconds: 1
      case .microseconds: 2
      case .nanoseconds: 3
      }
    structure(2) { $0.structure(field) { _ in } }
  }
}
