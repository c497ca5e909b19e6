/// One text of a buffer as a dictionary key, hashed and compared as a block of bytes.
///
/// The raw pointers never leave the closures that lend them, and every load lies below the count of both.
struct TextKey: Hashable {
  private let bytes: ArraySlice<UInt8>

  init(_ text: TextBuffer, _ row: Int) { bytes = text.bytes[text.range(row)] }

  func hash(into hasher: inout Hasher) { bytes.withUnsafeBytes { hasher.combine(bytes: $0) } }

  static func == (left: TextKey, right: TextKey) -> Bool {
    guard left.bytes.count == right.bytes.count else { return false }
    return left.bytes.withUnsafeBytes { (mine: UnsafeRawBufferPointer) -> Bool in
      right.bytes.withUnsafeBytes { (other: UnsafeRawBufferPointer) -> Bool in areEqual(mine, other) }
    }
  }

  /// Compares bytes of one length, eight at a time while there are as many.
  private static func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
    var place = 0
    while place + 8 <= left.count {
      let mine = left.loadUnaligned(fromByteOffset: place, as: UInt64.self)
      if mine != right.loadUnaligned(fromByteOffset: place, as: UInt64.self) { return false }
      place += 8
    }
    return (place..<left.count).allSatisfy { left[$0] == right[$0] }
  }
}
