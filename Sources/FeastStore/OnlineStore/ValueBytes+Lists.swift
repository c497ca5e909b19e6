internal import DataFrames
internal import FeatureStoreCore

extension ValueBytes {
  /// Appends a list value: the field of its type, around the elements as field 1 (numbers packed, texts one by one).
  ///
  /// Nulls inside become what Feast writes for them: an empty text, false, NaN, the smallest time.
  ///
  /// - Throws: A `FeatureStoreError` with code `typeMismatch` for a null among integers, which have no such mark.
  static func append(
    list elements: Column, _ range: Range<Int>, declared type: FeastType, to bytes: inout [UInt8]
  ) throws {
    var content: [UInt8] = []
    switch elements.storage {
    case .string, .dictionary, .binary:
      for row in range { append(1 << 3 | 2, text(elements, row), to: &content) }
    default:
      var packed: [UInt8] = []
      for row in range { try append(packed: elements, row, to: &packed) }
      if !packed.isEmpty { append(1 << 3 | 2, packed, to: &content) }
    }
    append(varint: UInt64(type.rawValue) << 3 | 2, to: &bytes)
    append(varint: UInt64(content.count), to: &bytes)
    bytes.append(contentsOf: content)
  }

  private static func text(_ elements: Column, _ row: Int) -> [UInt8] {
    if elements.isNull(row) { return [] }
    if case .binary = elements.storage { return [UInt8].element(of: elements.storage, at: row) }
    return Array(String.element(of: elements.storage, at: row).utf8)
  }

  private static func append(packed elements: Column, _ row: Int, to bytes: inout [UInt8]) throws {
    let isNull = elements.isNull(row)
    switch elements.storage {
    case .bool(let values): bytes.append(!isNull && values[row] ? 1 : 0)
    case .float32(let values): bytes.append(littleEndian: (isNull ? Float.nan : values[row]).bitPattern)
    case .float64(let values): bytes.append(littleEndian: (isNull ? Double.nan : values[row]).bitPattern)
    case .timestamp(let counts, let unit, _):
      let seconds = isNull ? nullTimestamp : counts[row].flooredDivision(by: unit.perSecond).quotient
      append(varint: UInt64(bitPattern: seconds), to: &bytes)
    case .date(let days):
      append(varint: UInt64(bitPattern: isNull ? nullTimestamp : Int64(days[row]) * 86_400), to: &bytes)
    case .int32(let values) where !isNull: append(varint: UInt64(bitPattern: Int64(values[row])), to: &bytes)
    case .int64(let values) where !isNull: append(varint: UInt64(bitPattern: values[row]), to: &bytes)
    default:
      throw FeatureStoreError(
        .typeMismatch, "A list of \(elements.type) holds a null, which Feast's online store cannot keep. Fill it first."
      )
    }
  }

  /// Reads the content of a list field.
  static func decode(list content: UnsafeRawBufferPointer, of element: FeastType) -> FeatureValue? {
    var reader = WireReader(content)
    var values: [FeatureValue] = []
    while !reader.isAtEnd {
      guard let tag = reader.varint() else { return nil }
      if tag == 1 << 3 | 2 {
        guard let piece = reader.content(), append(piece, element, to: &values) else { return nil }
      } else if tag >> 3 == 1 {
        guard let value = number(element, &reader) else { return nil }
        values.append(value)
      } else {
        guard reader.skip(wireType: tag & 7) else { return nil }
      }
    }
    return .list(values)
  }

  /// One text or, for numbers, several packed into one field.
  private static func append(_ piece: UnsafeRawBufferPointer, _ element: FeastType, to values: inout [FeatureValue])
    -> Bool
  {
    switch element {
    case .string: values.append(.string(String(decoding: piece, as: UTF8.self)))
    case .bytes: values.append(.binary([UInt8](piece)))
    default:
      var reader = WireReader(piece)
      while !reader.isAtEnd {
        guard let value = number(element, &reader) else { return false }
        values.append(value)
      }
    }
    return true
  }

  private static func number(_ element: FeastType, _ reader: inout WireReader) -> FeatureValue? {
    switch element {
    case .double: reader.fixed64().map { .float64(Double(bitPattern: $0)) }
    case .float: reader.fixed32().map { .float32(Float(bitPattern: $0)) }
    case .bool: reader.varint().map { .bool($0 != 0) }
    case .int32: reader.varint().map { .int32(Int32(truncatingIfNeeded: $0)) }
    case .int64: reader.varint().map { .int64(Int64(bitPattern: $0)) }
    case .unixTimestamp: reader.varint().map { timestamp(Int64(bitPattern: $0)) }
    default: nil
    }
  }
}
