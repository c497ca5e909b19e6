/// Types of the Thrift compact protocol, as they stand in field headers and list headers.
enum ThriftType: UInt8 {
  case boolTrue = 1
  case boolFalse = 2
  case int8 = 3
  case int16 = 4
  case int32 = 5
  case int64 = 6
  case double = 7
  case binary = 8
  case list = 9
  case set = 10
  case map = 11
  case structure = 12
  case uuid = 13
}

struct ThriftField {
  let id: Int
  let type: ThriftType
}

/// Reads the Thrift compact protocol, in which Parquet's footer and page headers are written.
///
/// Nothing is allocated by a declared size: lists are as long as their bytes allow, and structs nest to a fixed depth.
struct ThriftReader {
  /// Parquet's own structures nest 7 deep.
  static let maximumDepth = 32

  private var reader: ByteReader
  private var depth = 0

  init(_ bytes: UnsafeRawBufferPointer) { reader = ByteReader(bytes) }

  /// How many bytes have been read.
  var offset: Int { reader.offset }

  /// The number of the last field of the struct that is being read; numbers are written as differences.
  struct Scope {
    fileprivate var lastField = 0
  }

  mutating func beginStruct() throws(ParquetError) -> Scope {
    depth += 1
    guard depth <= Self.maximumDepth else { throw .corrupt("The metadata nests too deep.") }
    return Scope()
  }

  /// Returns the next field of a struct, nil at its end.
  mutating func nextField(_ scope: inout Scope) throws(ParquetError) -> ThriftField? {
    let header = try reader.byte()
    if header == 0 {
      depth -= 1
      return nil
    }
    guard let type = ThriftType(rawValue: header & 0x0F) else {
      throw .corrupt("The metadata has a field of unknown type \(header & 0x0F).")
    }
    let delta = Int(header >> 4)
    let id = delta == 0 ? Int(truncatingIfNeeded: try reader.zigzag()) : scope.lastField + delta
    guard Int16(exactly: id) != nil else { throw .corrupt("The metadata has a field number out of range.") }
    scope.lastField = id
    return ThriftField(id: id, type: type)
  }

  mutating func bool(_ field: ThriftField) throws(ParquetError) -> Bool {
    switch field.type {
    case .boolTrue: return true
    case .boolFalse: return false
    default: throw Self.mismatch(field)
    }
  }

  mutating func int(_ field: ThriftField) throws(ParquetError) -> Int64 {
    switch field.type {
    case .int8: return Int64(Int8(bitPattern: try reader.byte()))
    case .int16, .int32, .int64: return try reader.zigzag()
    default: throw Self.mismatch(field)
    }
  }

  mutating func int32(_ field: ThriftField) throws(ParquetError) -> Int32 {
    guard let number = Int32(exactly: try int(field)) else {
      throw .corrupt("Field \(field.id) of the metadata is no 32-bit number.")
    }
    return number
  }

  mutating func binary(_ field: ThriftField) throws(ParquetError) -> [UInt8] {
    guard field.type == .binary else { throw Self.mismatch(field) }
    return Array(try rawBinary())
  }

  mutating func string(_ field: ThriftField) throws(ParquetError) -> String {
    guard field.type == .binary else { throw Self.mismatch(field) }
    return try listString()
  }

  /// Reads a string that is an element of a list.
  mutating func listString() throws(ParquetError) -> String { String(decoding: try rawBinary(), as: UTF8.self) }

  /// Reads a number that is an element of a list of numbers.
  mutating func listInt() throws(ParquetError) -> Int64 { try reader.zigzag() }

  /// Reads the header of a list field and returns its number of elements; each takes at least one byte.
  mutating func listCount(_ field: ThriftField, of element: ThriftType) throws(ParquetError) -> Int {
    guard field.type == .list else { throw Self.mismatch(field) }
    let (count, type) = try listHeader()
    guard type == element || count == 0 else { throw Self.mismatch(field) }
    return count
  }

  /// Requires a field to be a struct.
  func expectStruct(_ field: ThriftField) throws(ParquetError) {
    guard field.type == .structure else { throw Self.mismatch(field) }
  }

  private static func mismatch(_ field: ThriftField) -> ParquetError {
    .corrupt("Field \(field.id) of the metadata has the wrong type.")
  }

  private mutating func rawBinary() throws(ParquetError) -> UnsafeRawBufferPointer {
    guard let count = Int(exactly: try reader.varint()) else { throw ByteReader.exhausted }
    return try reader.take(count)
  }

  private mutating func listHeader() throws(ParquetError) -> (count: Int, type: ThriftType?) {
    let header = try reader.byte()
    let short = Int(header >> 4)
    guard let count = short == 15 ? Int(exactly: try reader.varint()) : short, count <= reader.remaining else {
      throw .corrupt("A list of the metadata is longer than the metadata.")
    }
    return (count, ThriftType(rawValue: header & 0x0F))
  }
}

// MARK: - Fields that a reader can do without

/// A field of another type than parquet.thrift has is passed over, as Thrift's own readers do.
extension ThriftReader {
  mutating func intIfAny(_ field: ThriftField) throws(ParquetError) -> Int64? {
    switch field.type {
    case .int8, .int16, .int32, .int64: return try int(field)
    default:
      try skip(field)
      return nil
    }
  }

  mutating func binaryIfAny(_ field: ThriftField) throws(ParquetError) -> [UInt8]? {
    if field.type == .binary { return try binary(field) }
    try skip(field)
    return nil
  }

  mutating func stringIfAny(_ field: ThriftField) throws(ParquetError) -> String? {
    if field.type == .binary { return try string(field) }
    try skip(field)
    return nil
  }

  /// Whether a field is a struct; another one has been passed over.
  mutating func isStruct(_ field: ThriftField) throws(ParquetError) -> Bool {
    if field.type == .structure { return true }
    try skip(field)
    return false
  }

  /// Reads the header of a list of structs and returns its number of elements; anything else has been passed over.
  mutating func structCount(_ field: ThriftField) throws(ParquetError) -> Int {
    guard field.type == .list else {
      try skip(field)
      return 0
    }
    let (count, type) = try listHeader()
    if type == .structure || count == 0 { return count }
    try skipElements(count, type)
    return 0
  }
}

// MARK: - Skipping

extension ThriftReader {
  /// Moves behind a field whose number is unknown.
  mutating func skip(_ field: ThriftField) throws(ParquetError) {
    if field.type == .boolTrue || field.type == .boolFalse { return }
    try skipValue(field.type)
  }

  /// Moves behind a value; a bool takes a byte here, since only a field keeps it in its header.
  private mutating func skipValue(_ type: ThriftType) throws(ParquetError) {
    switch type {
    case .boolTrue, .boolFalse, .int8: _ = try reader.byte()
    case .int16, .int32, .int64: _ = try reader.varint()
    case .double: _ = try reader.take(8)
    case .uuid: _ = try reader.take(16)
    case .binary: _ = try rawBinary()
    case .list, .set:
      let (count, type) = try listHeader()
      try skipElements(count, type)
    case .map: try skipMap()
    case .structure:
      var scope = try beginStruct()
      while let field = try nextField(&scope) { try skip(field) }
    }
  }

  private mutating func skipElements(_ count: Int, _ type: ThriftType?) throws(ParquetError) {
    if count == 0 { return }
    guard let type else { throw .corrupt("A list of the metadata has elements of unknown type.") }
    try descend()
    for _ in 0..<count { try skipValue(type) }
    depth -= 1
  }

  private mutating func skipMap() throws(ParquetError) {
    guard let count = Int(exactly: try reader.varint()), count <= reader.remaining else { throw ByteReader.exhausted }
    if count == 0 { return }
    let types = try reader.byte()
    guard let key = ThriftType(rawValue: types >> 4), let value = ThriftType(rawValue: types & 0x0F) else {
      throw .corrupt("A map of the metadata has entries of unknown type.")
    }
    try descend()
    for _ in 0..<count {
      try skipValue(key)
      try skipValue(value)
    }
    depth -= 1
  }

  private mutating func descend() throws(ParquetError) {
    depth += 1
    guard depth <= Self.maximumDepth else { throw .corrupt("The metadata nests too deep.") }
  }
}
