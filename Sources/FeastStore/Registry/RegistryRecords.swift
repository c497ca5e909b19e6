/// The top-level fields of an encoded registry, each with its bytes.
struct RegistryRecords {
  private let byField: [Int: [ArraySlice<UInt8>]]

  /// Reads as far as the bytes are a message: they were decoded before, so that is to their end.
  init(_ bytes: [UInt8]) {
    var byField: [Int: [ArraySlice<UInt8>]] = [:]
    var position = 0
    while position < bytes.count, let tag = Self.varint(bytes, &position) {
      switch tag & 7 {
      case 0: _ = Self.varint(bytes, &position)
      case 1: position += 8
      case 2:
        let length = Self.varint(bytes, &position) ?? .max
        let end = length <= UInt64(bytes.count - position) ? position + Int(length) : bytes.count
        byField[Int(tag >> 3), default: []].append(bytes[position..<end])
        position = end
      case 5: position += 4
      default: position = bytes.count
      }
    }
    self.byField = byField
  }

  /// The contents of a field's records, in the order of the file.
  func payloads(_ field: Int) -> [ArraySlice<UInt8>] { byField[field, default: []] }

  /// Appends one length-delimited field.
  static func append(_ field: Int, _ payload: ArraySlice<UInt8>, to output: inout [UInt8]) {
    append(varint: UInt64(field << 3 | 2), to: &output)
    append(varint: UInt64(payload.count), to: &output)
    output += payload
  }

  private static func append(varint value: UInt64, to output: inout [UInt8]) {
    var rest = value
    while rest > 0x7F {
      output.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    output.append(UInt8(rest))
  }

  private static func varint(_ bytes: [UInt8], _ position: inout Int) -> UInt64? {
    var (value, shift) = (UInt64(0), UInt64(0))
    while position < bytes.count, shift < 64 {
      let byte = bytes[position]
      position += 1
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }
}
