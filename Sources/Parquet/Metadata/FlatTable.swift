/// A table of a flatbuffer: fields found through its table of offsets.
///
/// Every read is checked against the bytes there are; what lies outside, or was left out by the writer, is nil.
struct FlatTable {
  private let bytes: ArraySlice<UInt8>
  /// Where the table and its table of offsets begin.
  private let position: Int
  private let offsets: Int
  private let offsetsSize: Int

  /// The root table of a flatbuffer.
  init?(root bytes: ArraySlice<UInt8>) {
    guard let offset = Self.load(bytes, bytes.startIndex, UInt32.self) else { return nil }
    self.init(bytes, at: bytes.startIndex + Int(offset))
  }

  private init?(_ bytes: ArraySlice<UInt8>, at position: Int) {
    guard let distance = Self.load(bytes, position, Int32.self) else { return nil }
    let offsets = position - Int(distance)
    guard let size = Self.load(bytes, offsets, UInt16.self) else { return nil }
    self.bytes = bytes
    self.position = position
    self.offsets = offsets
    offsetsSize = Int(size)
  }

  /// A number or flag of a slot; `standard` when the writer left it out.
  func number<Number: FixedWidthInteger>(_ slot: Int, standard: Number) -> Number {
    place(slot).flatMap { Self.load(bytes, $0, Number.self) } ?? standard
  }

  func table(_ slot: Int) -> FlatTable? {
    place(slot).flatMap(target).flatMap { FlatTable(bytes, at: $0) }
  }

  /// The bytes of a string.
  func string(_ slot: Int) -> ArraySlice<UInt8>? {
    guard let vector = vector(slot, width: 1) else { return nil }
    return bytes[vector.first..<vector.first + vector.count]
  }

  /// How many tables a slot's vector has; each takes at least the four bytes of its offset.
  func tableCount(_ slot: Int) -> Int { vector(slot, width: 4)?.count ?? 0 }

  func table(_ slot: Int, at index: Int) -> FlatTable? {
    guard let vector = vector(slot, width: 4), (0..<vector.count).contains(index) else { return nil }
    return target(vector.first + 4 * index).flatMap { FlatTable(bytes, at: $0) }
  }

  private func vector(_ slot: Int, width: Int) -> (first: Int, count: Int)? {
    guard let start = place(slot).flatMap(target), let count = Self.load(bytes, start, UInt32.self) else { return nil }
    let first = start + 4
    guard Int(count) <= (bytes.endIndex - first) / width else { return nil }
    return (first, Int(count))
  }

  /// Where the field of a slot lies.
  private func place(_ slot: Int) -> Int? {
    let entry = 4 + 2 * slot
    guard entry + 2 <= offsetsSize, let offset = Self.load(bytes, offsets + entry, UInt16.self), offset > 0 else {
      return nil
    }
    return position + Int(offset)
  }

  /// Where the offset at a place leads.
  private func target(_ place: Int) -> Int? { Self.load(bytes, place, UInt32.self).map { place + Int($0) } }

  private static func load<Number: FixedWidthInteger>(
    _ bytes: ArraySlice<UInt8>, _ place: Int, _ type: Number.Type
  ) -> Number? {
    let size = Number.bitWidth / 8
    guard place >= bytes.startIndex, place <= bytes.endIndex - size else { return nil }
    return (0..<size).reduce(0) { (sum: Number, index: Int) -> Number in
      sum | Number(truncatingIfNeeded: bytes[place + index]) << Number(truncatingIfNeeded: 8 * index)
    }
  }
}

/// Base64 as RFC 4648 has it, with or without `=` at the end.
enum Base64 {
  /// Nil for a text with other characters.
  static func decode(_ text: some Sequence<UInt8>) -> [UInt8]? {
    var result: [UInt8] = []
    var bits: UInt32 = 0
    var count = 0
    for character in text where character != UInt8(ascii: "=") {
      guard let value = value(character) else { return nil }
      bits = bits << 6 | value
      count += 6
      if count >= 8 {
        count -= 8
        result.append(UInt8(truncatingIfNeeded: bits >> UInt32(count)))
      }
    }
    return result
  }

  private static func value(_ character: UInt8) -> UInt32? {
    switch character {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): UInt32(character - UInt8(ascii: "A"))
    case UInt8(ascii: "a")...UInt8(ascii: "z"): UInt32(character - UInt8(ascii: "a") + 26)
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(character - UInt8(ascii: "0") + 52)
    case UInt8(ascii: "+"): 62
    case UInt8(ascii: "/"): 63
    default: nil
    }
  }
}
