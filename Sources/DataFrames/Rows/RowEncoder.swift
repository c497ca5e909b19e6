/// Takes the properties of a row.
struct RowEncoder: Encoder {
  let builder: RowBuilder
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(PropertyContainer(builder: builder))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { refusing }
  func singleValueContainer() -> any SingleValueEncodingContainer { refusing }

  private var refusing: Refusal {
    builder.fail("Row \(builder.row): rows are encoded from types with properties, not from single values or arrays.")
    return Refusal()
  }
}

/// The properties of one row by name.
private struct PropertyContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let builder: RowBuilder
  var codingPath: [any CodingKey] { [] }

  func encodeNil(forKey key: Key) throws { try column(key).appendNull() }
  func encode(_ value: Bool, forKey key: Key) throws { try column(key).append(value, row: builder.row) }
  func encode(_ value: String, forKey key: Key) throws { try column(key).append(value, row: builder.row) }
  func encode(_ value: Float, forKey key: Key) throws { try column(key).append(value, row: builder.row) }
  func encode(_ value: Double, forKey key: Key) throws { try column(key).append(value, row: builder.row) }
  func encode<Value: FixedWidthInteger & Encodable>(_ value: Value, forKey key: Key) throws {
    try column(key).append(integer: value, row: builder.row)
  }
  func encode<Value: Encodable>(_ value: Value, forKey key: Key) throws { try cell(key).encode(value) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> {
    lateCell(key)?.container(keyedBy: type) ?? KeyedEncodingContainer(KeyedRefusal())
  }
  func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    lateCell(key)?.unkeyedContainer() ?? Refusal()
  }
  func superEncoder() -> any Encoder { RowEncoder(builder: builder) }
  func superEncoder(forKey key: Key) -> any Encoder { lateCell(key) ?? Refusal() }

  fileprivate func column(_ key: Key) throws -> ColumnBuilder { try builder.column(key.stringValue) }
  private func cell(_ key: Key) throws -> CellEncoder { CellEncoder(column: try column(key), builder: builder) }

  /// A cell where nothing can be thrown.
  private func lateCell(_ key: Key) -> CellEncoder? {
    do {
      return try cell(key)
    } catch {
      builder.fail("\(error)")
      return nil
    }
  }
}

/// Optional properties: a nil tells the type of a column that may have no values at all. The standard library's own
/// versions pass over a nil, and they are preferred to a generic one, so that each type stands here.
extension PropertyContainer {
  func encodeIfPresent(_ value: Bool?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, Bool.self) }
  }
  func encodeIfPresent(_ value: String?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, String.self) }
  }
  func encodeIfPresent(_ value: Float?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, Float.self) }
  }
  func encodeIfPresent(_ value: Double?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, Double.self) }
  }
  func encodeIfPresent(_ value: Int?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, Int.self) }
  }
  func encodeIfPresent(_ value: Int8?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, Int8.self) }
  }
  func encodeIfPresent(_ value: Int16?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, Int16.self) }
  }
  func encodeIfPresent(_ value: Int32?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, Int32.self) }
  }
  func encodeIfPresent(_ value: Int64?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, Int64.self) }
  }
  func encodeIfPresent(_ value: UInt?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, UInt.self) }
  }
  func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, UInt8.self) }
  }
  func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, UInt16.self) }
  }
  func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, UInt32.self) }
  }
  func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, UInt64.self) }
  }
  func encodeIfPresent<Value: Encodable>(_ value: Value?, forKey key: Key) throws {
    if let value { try encode(value, forKey: key) } else { try encodeNil(key, Value.self) }
  }

  private func encodeNil<Value>(_ key: Key, _ type: Value.Type) throws {
    let column = try column(key)
    column.expect(declared: type)
    column.appendNull()
  }
}
