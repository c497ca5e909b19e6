internal import DataFrames
internal import FeatureStoreCore

extension ValueBytes {
  /// Reads the bytes of a `Value` message: the type that is stored, whatever is declared.
  ///
  /// - Throws: A `FeatureStoreError` with code `notSupported` for maps and other types that cannot be read yet,
  ///   or `corruptData` for bytes that are no such message.
  static func decode(_ bytes: UnsafeRawBufferPointer) throws -> FeatureValue {
    var reader = WireReader(bytes)
    var value = FeatureValue.null
    // Of several fields the last one counts, as in any protobuf reader.
    while !reader.isAtEnd {
      guard let tag = reader.varint(), let field = try read(tag, &reader) else { throw damaged() }
      switch field {
      case .value(let read): value = read
      case .unknown: break
      }
    }
    return value
  }

  static func decode(_ bytes: [UInt8]) throws -> FeatureValue { try bytes.withUnsafeBytes { try decode($0) } }

  private enum Field {
    case value(FeatureValue)
    case unknown
  }

  private static func read(_ tag: UInt64, _ reader: inout WireReader) throws -> Field? {
    switch tag {
    case UInt64(int64Tag): return reader.varint().map { .value(.int64(Int64(bitPattern: $0))) }
    case UInt64(doubleTag): return reader.fixed64().map { .value(.float64(Double(bitPattern: $0))) }
    case UInt64(stringTag): return reader.content().map { .value(.string(String(decoding: $0, as: UTF8.self))) }
    case UInt64(int32Tag): return reader.varint().map { .value(.int32(Int32(truncatingIfNeeded: $0))) }
    case UInt64(floatTag): return reader.fixed32().map { .value(.float32(Float(bitPattern: $0))) }
    case UInt64(boolTag): return reader.varint().map { .value(.bool($0 != 0)) }
    case UInt64(bytesTag): return reader.content().map { .value(.binary([UInt8]($0))) }
    case UInt64(timestampTag): return reader.varint().map { .value(timestamp(Int64(bitPattern: $0))) }
    case 19 << 3: return reader.varint().map { _ in .value(.null) }
    default: return try other(tag, &reader)
    }
  }

  static func timestamp(_ seconds: Int64) -> FeatureValue {
    seconds == nullTimestamp ? .null : .timestamp(Timestamp(seconds: seconds))
  }

  /// A field of a type that cannot be read, or one that this version of Feast does not have.
  private static func other(_ tag: UInt64, _ reader: inout WireReader) throws -> Field? {
    let number = tag >> 3
    let type = FeastType(rawValue: Int(truncatingIfNeeded: number))
    if tag & 7 == 2, let content = readable(type) ? reader.content() : nil {
      return type.element.map { decode(list: content, of: $0).map(Field.value) }
        ?? .value(.string(String(decoding: content, as: UTF8.self)))
    }
    if (9...48).contains(number), tag & 7 == 2 {
      throw FeatureStoreError(
        .notSupported,
        "The stored value is of type \(type), which cannot be read yet. "
          + "Ask for the view's other features.")
    }
    return number > 0 && reader.skip(wireType: tag & 7) ? .unknown : nil
  }

  /// Lists, sets, and types that are kept as text.
  private static func readable(_ type: FeastType) -> Bool {
    type.element != nil || [.json, .uuid, .timeUUID, .decimal].contains(type)
  }

  private static func damaged() -> FeatureStoreError {
    FeatureStoreError(
      .corruptData, "A stored value is no Value message. Materialize the view again to rewrite its rows.")
  }
}
