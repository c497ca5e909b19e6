/// Gives a row to a `Decodable` type; a row has named fields only.
struct RowDecoder: Decoder {
  let table: RowTable
  var codingPath: [any CodingKey] { [] }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(RowContainer(table: table))
  }

  func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw noFields }
  func singleValueContainer() throws -> any SingleValueDecodingContainer { throw noFields }

  private var noFields: DataFrameError {
    DataFrameError(
      .typeMismatch, "A row is decoded into a type with a property for each column, not into a single value.")
  }
}

/// The cells of the current row by the names of properties.
private struct RowContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let table: RowTable
  var codingPath: [any CodingKey] { [] }
  var allKeys: [Key] { table.names.compactMap { Key(stringValue: $0) } }

  func contains(_ key: Key) -> Bool { table.contains(key.stringValue) }
  func decodeNil(forKey key: Key) throws -> Bool { try cell(key).isNull }

  func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try cell(key).bool() }
  func decode(_ type: String.Type, forKey key: Key) throws -> String { try cell(key).string() }
  func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try cell(key).float() }
  func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try cell(key).double() }
  func decode<Value: FixedWidthInteger & Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try cell(key).integer(type)
  }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value { try cell(key).value(type) }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> {
    try CellDecoder(cell: cell(key)).container(keyedBy: type)
  }
  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    try CellDecoder(cell: cell(key)).unkeyedContainer()
  }
  func superDecoder() throws -> any Decoder { RowDecoder(table: table) }
  func superDecoder(forKey key: Key) throws -> any Decoder { CellDecoder(cell: try cell(key)) }

  private func cell(_ key: Key) throws -> Cell { try table.cell(key.stringValue) }

  fileprivate func filled(_ key: Key) throws -> Cell? {
    let cell = try cell(key)
    return cell.isNull ? nil : cell
  }
}

/// Optional properties. The standard library's own versions would take a missing column for a nil, and they are preferred
/// to a generic one, so that each type stands here.
extension RowContainer {
  func decodeIfPresent(_ type: Bool.Type, forKey key: Key) throws -> Bool? { try filled(key)?.bool() }
  func decodeIfPresent(_ type: String.Type, forKey key: Key) throws -> String? { try filled(key)?.string() }
  func decodeIfPresent(_ type: Float.Type, forKey key: Key) throws -> Float? { try filled(key)?.float() }
  func decodeIfPresent(_ type: Double.Type, forKey key: Key) throws -> Double? { try filled(key)?.double() }
  func decodeIfPresent(_ type: Int.Type, forKey key: Key) throws -> Int? { try filled(key)?.integer(type) }
  func decodeIfPresent(_ type: Int8.Type, forKey key: Key) throws -> Int8? { try filled(key)?.integer(type) }
  func decodeIfPresent(_ type: Int16.Type, forKey key: Key) throws -> Int16? { try filled(key)?.integer(type) }
  func decodeIfPresent(_ type: Int32.Type, forKey key: Key) throws -> Int32? { try filled(key)?.integer(type) }
  func decodeIfPresent(_ type: Int64.Type, forKey key: Key) throws -> Int64? { try filled(key)?.integer(type) }
  func decodeIfPresent(_ type: UInt.Type, forKey key: Key) throws -> UInt? { try filled(key)?.integer(type) }
  func decodeIfPresent(_ type: UInt8.Type, forKey key: Key) throws -> UInt8? { try filled(key)?.integer(type) }
  func decodeIfPresent(_ type: UInt16.Type, forKey key: Key) throws -> UInt16? { try filled(key)?.integer(type) }
  func decodeIfPresent(_ type: UInt32.Type, forKey key: Key) throws -> UInt32? { try filled(key)?.integer(type) }
  func decodeIfPresent(_ type: UInt64.Type, forKey key: Key) throws -> UInt64? { try filled(key)?.integer(type) }
  func decodeIfPresent<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value? {
    try filled(key)?.value(type)
  }
}
