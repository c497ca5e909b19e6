internal import DataFrames
internal import FeatureStoreCore

/// Writes entity keys to the bytes under which Feast's online store keeps them.
///
/// ```swift
/// let encoder = try EntityKeyEncoder(joinKeys: view.joinKeys, version: config.entityKeyVersion)
/// let keys = try encoder.encode(columns: [ids])
/// ```
///
/// Names come first, then values, both in the byte order of the names; each value with its declared type, so that the
/// same number as INT32 and INT64 is two keys.
struct EntityKeyEncoder: Sendable {
  /// In the order given; values are given in this order as well.
  let joinKeys: [FeastField]
  /// The names, as every key of this encoder begins.
  let prefix: [UInt8]
  /// Positions in `joinKeys`, in the order of the names.
  let order: [Int]

  /// - Throws: A `FeatureStoreError` with code `notSupported` for a declared type that cannot be a key.
  init(joinKeys: [FeastField], version: EntityKeyVersion) throws {
    for key in joinKeys where !Self.keyTypes.contains(key.type) {
      throw FeatureStoreError(
        .notSupported,
        "Join key '\(key.name)' is declared \(key.type). Keys can be INT64, INT32, STRING, BYTES or UNIX_TIMESTAMP.",
        context: .init(column: key.name))
    }
    self.joinKeys = joinKeys
    order = joinKeys.indices.sorted { (left: Int, right: Int) -> Bool in
      joinKeys[left].name.utf8.lexicographicallyPrecedes(joinKeys[right].name.utf8)
    }
    var prefix: [UInt8] = []
    if version == .v3 { prefix.append(littleEndian: UInt32(joinKeys.count)) }
    for index in order {
      let name = joinKeys[index].name.utf8
      prefix.append(littleEndian: UInt32(FeastType.string.rawValue))
      if version == .v3 { prefix.append(littleEndian: UInt32(name.count)) }
      prefix.append(contentsOf: name)
    }
    self.prefix = prefix
  }

  private static let keyTypes: Set<FeastType> = [.int64, .int32, .string, .bytes, .unixTimestamp]

  /// The bytes of one key, from values in the order of ``joinKeys``; nil when a part is null.
  ///
  /// - Throws: A `FeatureStoreError` with code `typeMismatch` that names key and types.
  func encode(_ values: [FeatureValue]) throws -> [UInt8]? {
    guard let coerced = try coerce(values) else { return nil }
    return encode(coerced: coerced)
  }

  /// The values in their declared types, as a request echoes them; nil when one is null.
  func coerce(_ values: [FeatureValue]) throws -> [FeatureValue]? {
    guard values.count == joinKeys.count else {
      throw FeatureStoreError(
        .entityKeyMissing,
        "A key of \(listed(joinKeys.map(\.name))) needs \(joinKeys.count) values, got \(values.count).")
    }
    var coerced: [FeatureValue] = []
    coerced.reserveCapacity(values.count)
    for (key, value) in zip(joinKeys, values) {
      guard let value = try KeyCoercion.coerce(value, to: key) else { return nil }
      coerced.append(value)
    }
    return coerced
  }

  /// The bytes of one key, from values that ``coerce(_:)`` returned.
  func encode(coerced values: [FeatureValue]) -> [UInt8] {
    var bytes: [UInt8] = []
    append(coerced: values, to: &bytes)
    return bytes
  }

  private func append(coerced values: [FeatureValue], to bytes: inout [UInt8]) {
    bytes.reserveCapacity(bytes.count + prefix.count + 16 * values.count)
    bytes.append(contentsOf: prefix)
    for index in order {
      switch values[index] {
      case .int64(let number): bytes.append(keyPart: .int64, littleEndian: number)
      case .int32(let number): bytes.append(keyPart: .int32, littleEndian: number)
      case .string(let text): bytes.append(keyPart: .string, text.utf8)
      case .binary(let content): bytes.append(keyPart: .bytes, content)
      case .timestamp(let time): bytes.append(keyPart: .unixTimestamp, littleEndian: time.seconds)
      case .null, .bool, .float32, .float64, .decimal, .list: break
      }
    }
  }

  /// The bytes of many keys, one a row, from columns in the order of ``joinKeys``.
  ///
  /// A row with a null part is empty; no key ever is.
  ///
  /// - Throws: A `FeatureStoreError` with code `typeMismatch` if a column does not fit its declared type.
  func encode(columns: [Column]) throws -> TextBuffer {
    guard columns.count == joinKeys.count, let rows = columns.first?.count else {
      throw FeatureStoreError(
        .entityKeyMissing, "A key of \(listed(joinKeys.map(\.name))) needs \(joinKeys.count) columns.")
    }
    let parts = try order.map { (index: Int) -> KeyPart in
      try KeyPart(ValueConversion.convert(columns[index], to: joinKeys[index].type, named: joinKeys[index].name))
    }
    var bytes: [UInt8] = []
    bytes.reserveCapacity(rows * (prefix.count + 16 * parts.count))
    var offsets = [Int](repeating: 0, count: rows + 1)
    for row in 0..<rows {
      if !parts.contains(where: { $0.isNull(row) }) {
        bytes.append(contentsOf: prefix)
        for part in parts { part.append(row, to: &bytes) }
      }
      offsets[row + 1] = bytes.count
    }
    return TextBuffer(bytes: bytes, offsets: offsets)
  }
}
