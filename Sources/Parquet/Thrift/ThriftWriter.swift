/// Writes the Thrift compact protocol; fields of a struct must come in rising order of their numbers.
struct ThriftWriter {
  private(set) var bytes: [UInt8] = []
  private var lastFields: [Int] = [0]

  /// Writes the fields of a struct that is not itself a field or an element.
  mutating func root(_ body: (inout ThriftWriter) -> Void) {
    body(&self)
    bytes.append(0)
  }

  mutating func bool(_ id: Int, _ value: Bool) { header(id, value ? .boolTrue : .boolFalse) }

  mutating func int8(_ id: Int, _ value: Int8) {
    header(id, .int8)
    bytes.append(UInt8(bitPattern: value))
  }

  mutating func int16(_ id: Int, _ value: Int) {
    header(id, .int16)
    zigzag(Int64(value))
  }

  mutating func int32(_ id: Int, _ value: Int) {
    header(id, .int32)
    zigzag(Int64(value))
  }

  mutating func int64(_ id: Int, _ value: Int) {
    header(id, .int64)
    zigzag(Int64(value))
  }

  mutating func binary(_ id: Int, _ value: some Collection<UInt8>) {
    header(id, .binary)
    element(value)
  }

  mutating func string(_ id: Int, _ value: String) { binary(id, value.utf8) }

  mutating func structure(_ id: Int, _ body: (inout ThriftWriter) -> Void) {
    header(id, .structure)
    element(body)
  }

  mutating func list<Elements: Collection>(
    _ id: Int, _ type: ThriftType, _ elements: Elements, _ write: (inout ThriftWriter, Elements.Element) -> Void
  ) {
    header(id, .list)
    if elements.count < 15 {
      bytes.append(UInt8(elements.count) << 4 | type.rawValue)
    } else {
      bytes.append(0xF0 | type.rawValue)
      varint(UInt64(elements.count))
    }
    for element in elements { write(&self, element) }
  }

  /// Writes a struct that is an element of a list.
  mutating func element(_ body: (inout ThriftWriter) -> Void) {
    lastFields.append(0)
    body(&self)
    lastFields.removeLast()
    bytes.append(0)
  }

  /// Writes a byte string that is an element of a list.
  mutating func element(_ value: some Collection<UInt8>) {
    varint(UInt64(value.count))
    bytes.append(contentsOf: value)
  }

  /// Writes a number that is an element of a list.
  mutating func element(_ value: Int) { zigzag(Int64(value)) }

  private mutating func header(_ id: Int, _ type: ThriftType) {
    let delta = id - lastFields[lastFields.count - 1]
    precondition(delta > 0, "fields must rise")
    if delta <= 15 {
      bytes.append(UInt8(delta) << 4 | type.rawValue)
    } else {
      bytes.append(type.rawValue)
      zigzag(Int64(id))
    }
    lastFields[lastFields.count - 1] = id
  }

  private mutating func zigzag(_ value: Int64) { varint(UInt64(bitPattern: value << 1 ^ value >> 63)) }

  private mutating func varint(_ value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }
}
