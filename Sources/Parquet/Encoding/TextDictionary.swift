internal import DataFrames

/// The distinct texts of the dictionaries of several chunks, each with one code.
struct TextDictionary {
  /// Drawn once, so that no file can be made whose texts all collide.
  private static let seed = UInt64.random(in: .min ... .max)

  private(set) var values = TextBuffer()
  /// Open addressing; a slot is a code + 1, or 0 when free. The size is a power of two, at most half full.
  private var slots: [Int32] = [Int32](repeating: 0, count: 64)

  /// Adds the entries of a chunk's dictionary and returns the code of each; nil when they are the entry's own numbers.
  mutating func merge(_ entries: TextBuffer) throws(ParquetError) -> [Int32]? {
    guard entries.count <= Int(Int32.max) - values.count - 1 else {
      throw ParquetError(.tooLarge, "Its dictionaries have more than 2^31 entries; read fewer row groups at a time.")
    }
    reserve(values.count + entries.count)
    var codes: [Int32] = []
    codes.reserveCapacity(entries.count)
    var isIdentity = true
    entries.bytes.withUnsafeBufferPointer { bytes in
      for entry in 0..<entries.count {
        let code = self.code(of: UnsafeBufferPointer(rebasing: bytes[entries.range(entry)]))
        if code != entry { isIdentity = false }
        codes.append(code)
      }
    }
    return isIdentity ? nil : codes
  }

  /// Returns the code of a text, a new one if it has none; ``reserve(_:)`` has made room.
  mutating func code(of text: UnsafeBufferPointer<UInt8>) -> Int32 {
    var slot = Int(truncatingIfNeeded: Self.hash(text)) & (slots.count - 1)
    while slots[slot] != 0 {
      let code = slots[slot] - 1
      if isEqual(Int(code), text) { return code }
      slot = (slot + 1) & (slots.count - 1)
    }
    let code = Int32(values.count)
    values.append(text)
    slots[slot] = code + 1
    return code
  }

  private func isEqual(_ code: Int, _ text: UnsafeBufferPointer<UInt8>) -> Bool {
    let range = values.range(code)
    guard range.count == text.count else { return false }
    return values.bytes.withUnsafeBufferPointer { bytes in
      UnsafeBufferPointer(rebasing: bytes[range]).elementsEqual(text)
    }
  }

  /// Makes room for a number of texts in all.
  mutating func reserve(_ count: Int) {
    if count * 2 <= slots.count { return }
    var size = slots.count
    while size < count * 2 { size *= 2 }
    slots = [Int32](repeating: 0, count: size)
    values.bytes.withUnsafeBufferPointer { bytes in
      for code in 0..<values.count {
        var slot = Int(truncatingIfNeeded: Self.hash(UnsafeBufferPointer(rebasing: bytes[values.range(code)])))
        slot &= size - 1
        while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
        slots[slot] = Int32(code) + 1
      }
    }
  }

  /// Multiplies and folds eight bytes at a time.
  static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(text)
    var state = seed ^ UInt64(truncatingIfNeeded: raw.count)
    var offset = 0
    while offset + 8 <= raw.count {
      state = mixed(state ^ raw.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    var tail: UInt64 = 0
    for index in offset..<raw.count { tail = tail << 8 | UInt64(raw[index]) }
    return mixed(state ^ tail)
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let (high, low) = value.multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
    return high ^ low
  }
}
