internal import DataFrames

/// One join key's column, ready to be written row by row.
struct KeyPart {
  private enum Values {
    case int32([Int32])
    case int64([Int64], FeastType)
    case text(TextBuffer, FeastType)
    case dictionary(DictionaryText)
  }
  private let values: Values
  private let validity: Validity?

  /// Takes a column that was converted to the declared type of its key; of another, every row is null.
  init(_ column: Column) {
    var validity = column.validity
    switch column.storage {
    case .int32(let numbers): values = .int32(numbers)
    case .int64(let numbers): values = .int64(numbers, .int64)
    case .timestamp(let counts, let unit, _):
      values = .int64(counts.map { $0.flooredDivision(by: unit.perSecond).quotient }, .unixTimestamp)
    case .string(let text): values = .text(text, .string)
    case .binary(let text): values = .text(text, .bytes)
    case .dictionary(let text): values = .dictionary(text)
    case .bool, .float32, .float64, .date, .decimal, .list:
      values = .int32([])
      validity = .allNull(column.count)
    }
    self.validity = validity
  }

  func isNull(_ row: Int) -> Bool { validity.map { !$0[row] } ?? false }

  func append(_ row: Int, to bytes: inout [UInt8]) {
    switch values {
    case .int32(let numbers): bytes.append(keyPart: .int32, littleEndian: numbers[row])
    case .int64(let numbers, let type): bytes.append(keyPart: type, littleEndian: numbers[row])
    case .text(let text, let type): bytes.append(keyPart: type, text.bytes[text.range(row)])
    case .dictionary(let text):
      bytes.append(keyPart: .string, text.values.bytes[text.values.range(Int(text.codes[row]))])
    }
  }
}

extension [UInt8] {
  mutating func append<Number: FixedWidthInteger>(littleEndian number: Number) {
    Swift.withUnsafeBytes(of: number.littleEndian) { append(contentsOf: $0) }
  }

  /// Appends type, length and value of one part of an entity key.
  mutating func append<Number: FixedWidthInteger>(keyPart type: FeastType, littleEndian number: Number) {
    append(littleEndian: UInt32(type.rawValue))
    append(littleEndian: UInt32(Number.bitWidth / 8))
    append(littleEndian: number)
  }

  mutating func append(keyPart type: FeastType, _ content: some Collection<UInt8>) {
    append(littleEndian: UInt32(type.rawValue))
    append(littleEndian: UInt32(content.count))
    append(contentsOf: content)
  }
}
