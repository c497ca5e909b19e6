internal import DataFrames

// Unsafe pointers: `bytes` and `offsets` are those of one text buffer, whose offsets never fall and end with its number
// of bytes, so each row lies within them. Slot numbers are masked to the power of two of slots that both arrays have.
// At least half of the slots are free, so every probe ends.

/// Reads rows of a text buffer without bounds checks, while the buffer is borrowed.
private struct TextReader {
  let bytes: UnsafeRawBufferPointer
  let offsets: UnsafeBufferPointer<Int>

  /// The rows of one or more bytes have an address; an empty row needs none, but gets a valid one.
  @inline(__always)
  func row(_ row: Int) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[offsets[row]..<offsets[row &+ 1]])
  }

  @inline(__always)
  func hash(_ row: Int) -> UInt64 {
    let text = self.row(row)
    guard let address = text.baseAddress else { return 0 }
    return text.isEmpty ? 0 : Hashing.hash(address, count: text.count)
  }
}

extension TextBuffer {
  fileprivate func withReader<Result>(_ body: (TextReader) -> Result) -> Result {
    bytes.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> Result in
      offsets.withUnsafeBufferPointer { (offsets: UnsafeBufferPointer<Int>) -> Result in
        body(TextReader(bytes: bytes, offsets: offsets))
      }
    }
  }
}

/// Whether two byte strings are equal, eight bytes at a time.
@inline(__always)
func areEqual(_ left: UnsafeRawBufferPointer, _ right: UnsafeRawBufferPointer) -> Bool {
  if left.count != right.count { return false }
  var position = 0
  while left.count &- position >= 8 {
    let word = left.loadUnaligned(fromByteOffset: position, as: UInt64.self)
    if word != right.loadUnaligned(fromByteOffset: position, as: UInt64.self) { return false }
    position &+= 8
  }
  while position < left.count {
    if left[position] != right[position] { return false }
    position &+= 1
  }
  return true
}

extension TextTable {
  func find(_ text: TextBuffer) -> [Int32] {
    let mask = ids.count - 1
    return [Int32](unsafeUninitializedCapacity: text.count) { output, initialized in
      initialized = text.count
      guard let out = output.baseAddress else { return }
      text.withReader { (rows: TextReader) in
        entries.withReader { (entries: TextReader) in
          hashes.withUnsafeBufferPointer { (hashes: UnsafeBufferPointer<UInt64>) in
            ids.withUnsafeBufferPointer { (ids: UnsafeBufferPointer<Int32>) in
              for row in 0..<text.count {
                let hash = rows.hash(row)
                let slot = Self.slot(of: rows.row(row), hash, entries, hashes, ids, mask)
                (out + row).initialize(to: ids[slot])
              }
            }
          }
        }
      }
    }
  }

  /// The slot that holds the text, or the free one where it belongs.
  @inline(__always)
  private static func slot(
    of text: UnsafeRawBufferPointer, _ hash: UInt64, _ entries: TextReader, _ hashes: UnsafeBufferPointer<UInt64>,
    _ ids: UnsafeBufferPointer<Int32>, _ mask: Int
  ) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while ids[slot] >= 0 {
      if hashes[slot] == hash && areEqual(entries.row(Int(ids[slot])), text) { break }
      slot = (slot &+ 1) & mask
    }
    return slot
  }

  /// Returns the id of a row, inserting it if it is new.
  mutating func insert(_ text: TextBuffer, _ row: Int) -> Int32 {
    reserve(1)
    let mask = ids.count - 1
    let (hash, slot) = text.withReader { (rows: TextReader) -> (UInt64, Int) in
      let hash = rows.hash(row)
      let slot = entries.withReader { (entries: TextReader) -> Int in
        hashes.withUnsafeBufferPointer { (hashes: UnsafeBufferPointer<UInt64>) -> Int in
          ids.withUnsafeBufferPointer { (ids: UnsafeBufferPointer<Int32>) -> Int in
            Self.slot(of: rows.row(row), hash, entries, hashes, ids, mask)
          }
        }
      }
      return (hash, slot)
    }
    if ids[slot] < 0 {
      hashes[slot] = hash
      ids[slot] = Int32(truncatingIfNeeded: entries.count)
      entries.append(text.bytes[text.range(row)])
    }
    return ids[slot]
  }

  /// Moves all texts to arrays of `capacity` slots.
  mutating func rehash(_ capacity: Int) {
    let mask = capacity - 1
    var newHashes = [UInt64](repeating: 0, count: capacity)
    var newIDs = [Int32](repeating: -1, count: capacity)
    for old in ids.indices where ids[old] >= 0 {
      var slot = Int(truncatingIfNeeded: hashes[old]) & mask
      while newIDs[slot] >= 0 { slot = (slot &+ 1) & mask }
      newHashes[slot] = hashes[old]
      newIDs[slot] = ids[old]
    }
    hashes = newHashes
    ids = newIDs
  }
}
