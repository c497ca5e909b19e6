/// Gives one cell to a type that decodes a single value or a list.
struct CellDecoder: Decoder, SingleValueDecodingContainer {
  let cell: Cell
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    throw cell.unsupported("a type with properties of its own")
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
    guard case .list(let lists) = cell.column.storage, let elements = cell.source.elements else {
      throw cell.mismatch([Any].self)
    }
    try cell.requireValue([Any].self)
    return ListContainer(elements: elements, range: lists.range(cell.index), list: cell)
  }

  func singleValueContainer() -> any SingleValueDecodingContainer { self }

  func decodeNil() -> Bool { cell.isNull }
  func decode(_ type: Bool.Type) throws -> Bool { try cell.bool() }
  func decode(_ type: String.Type) throws -> String { try cell.string() }
  func decode(_ type: Float.Type) throws -> Float { try cell.float() }
  func decode(_ type: Double.Type) throws -> Double { try cell.double() }
  func decode<Value: FixedWidthInteger & Decodable>(_ type: Value.Type) throws -> Value { try cell.integer(type) }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try cell.value(type) }
}

/// The elements of one list.
private struct ListContainer: UnkeyedDecodingContainer {
  let elements: NamedColumn
  let range: Range<Int>
  let list: Cell
  private(set) var currentIndex = 0

  init(elements: NamedColumn, range: Range<Int>, list: Cell) {
    self.elements = elements
    self.range = range
    self.list = list
  }

  var codingPath: [any CodingKey] { [] }
  var count: Int? { range.count }
  var isAtEnd: Bool { currentIndex == range.count }

  mutating func decodeNil() throws -> Bool {
    let isNull = try current(Never?.self).isNull
    if isNull { currentIndex += 1 }
    return isNull
  }

  mutating func decode(_ type: Bool.Type) throws -> Bool { try next(type) { try $0.bool() } }
  mutating func decode(_ type: String.Type) throws -> String { try next(type) { try $0.string() } }
  mutating func decode(_ type: Float.Type) throws -> Float { try next(type) { try $0.float() } }
  mutating func decode(_ type: Double.Type) throws -> Double { try next(type) { try $0.double() } }
  mutating func decode<Value: FixedWidthInteger & Decodable>(_ type: Value.Type) throws -> Value {
    try next(type) { try $0.integer(type) }
  }
  /// A generic caller, such as `Array`, comes here for every type.
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try next(type) { try $0.value(type) }
  }

  mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
    throw list.unsupported("a list of types with properties")
  }
  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    throw list.unsupported("a list of lists")
  }
  mutating func superDecoder() throws -> any Decoder {
    try next((any Decoder).self) { CellDecoder(cell: $0) }
  }

  private func current<Value>(_ type: Value.Type) throws -> Cell {
    guard !isAtEnd else {
      throw DataFrameError(
        .typeMismatch, "Column '\(list.name)', row \(list.row): the list has only \(range.count) elements.")
    }
    return Cell(source: elements, index: range.lowerBound + currentIndex, row: list.row)
  }

  /// Reads the current element, and goes on to the next one if it could be read.
  private mutating func next<Value>(_ type: Value.Type, _ read: (Cell) throws -> Value) throws -> Value {
    let value = try read(try current(type))
    currentIndex += 1
    return value
  }
}
