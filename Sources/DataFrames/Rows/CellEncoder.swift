internal import Foundation

/// Takes one value for a column: a primitive, a list, or a type that encodes as one of them.
struct CellEncoder: Encoder, SingleValueEncodingContainer {
  let column: ColumnBuilder
  let builder: RowBuilder
  /// Whether the value is an element of a list, where a list cannot stand.
  var isElement = false
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    builder.fail("\(place): a property with properties of its own cannot become a column.")
    return KeyedEncodingContainer(KeyedRefusal())
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer {
    guard !isElement else {
      builder.fail("\(place): a column cannot hold lists of lists.")
      return Refusal()
    }
    do {
      return ListEncoder(elements: try column.appendList(row: builder.row).elements, builder: builder)
    } catch {
      builder.fail(error.message)
      return Refusal()
    }
  }

  func singleValueContainer() -> any SingleValueEncodingContainer { self }

  func encodeNil() throws { column.appendNull() }
  func encode(_ value: Bool) throws { try column.append(value, row: builder.row) }
  func encode(_ value: String) throws { try column.append(value, row: builder.row) }
  func encode(_ value: Float) throws { try column.append(value, row: builder.row) }
  func encode(_ value: Double) throws { try column.append(value, row: builder.row) }
  func encode<Value: FixedWidthInteger & Encodable>(_ value: Value) throws {
    try column.append(integer: value, row: builder.row)
  }

  /// A generic caller, such as `Array`, comes here for every type.
  ///
  /// The type is compared before the value is cast: that is quick, and the cast of an array looks at every element.
  func encode<Value: Encodable>(_ value: Value) throws {
    func same<Known>(_ type: Known.Type) -> Known? { Value.self == type ? value as? Known : nil }
    if let date = same(Date.self) { return try encode(date) }
    if let instant = same(Timestamp.self) { return try column.append(instant, row: builder.row) }
    if let date = same(CivilDate.self) { return try column.append(date, row: builder.row) }
    if let number = same(DecimalValue.self) { return try column.append(number, row: builder.row) }
    if let data = same(Data.self) { return try column.append([UInt8](data), row: builder.row) }
    if let bytes = same([UInt8].self) { return try column.append(bytes, row: builder.row) }
    try value.encode(to: self)
  }

  private func encode(_ date: Date) throws {
    guard let instant = date.instant else {
      throw DataFrameError(.outOfRange, "\(place): the date is outside the range of a timestamp in us.")
    }
    try column.append(instant, row: builder.row)
  }

  private var place: String { "Column '\(column.name)', row \(builder.row)" }
}

/// Takes the elements of one list.
private struct ListEncoder: UnkeyedEncodingContainer {
  let elements: ColumnBuilder
  let builder: RowBuilder
  private(set) var count = 0

  init(elements: ColumnBuilder, builder: RowBuilder) {
    self.elements = elements
    self.builder = builder
  }

  var codingPath: [any CodingKey] { [] }

  mutating func encodeNil() throws {
    elements.appendNull()
    count += 1
  }

  mutating func encode<Value: Encodable>(_ value: Value) throws {
    try next().encode(value)
  }

  mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    next().container(keyedBy: type)
  }
  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { next().unkeyedContainer() }
  mutating func superEncoder() -> any Encoder { next() }

  private mutating func next() -> CellEncoder {
    count += 1
    return CellEncoder(column: elements, builder: builder, isElement: true)
  }
}
