/// Says which rows of a column hold a value: one bit a row, least significant first, 1 for a value.
///
/// A column without nulls has none.
public struct Validity: Hashable, Sendable {
  public let count: Int
  /// How many rows are null.
  public let nullCount: Int
  package let words: [UInt64]

  /// Takes bits as they are; bits after the last row are cleared.
  package init(words: [UInt64], count: Int) {
    precondition(words.count == (count + 63) / 64, "a bitmap of \(count) rows has \((count + 63) / 64) words")
    var words = words
    if count % 64 != 0, let last = words.indices.last { words[last] &= (1 << UInt64(count % 64)) - 1 }
    self.words = words
    self.count = count
    self.nullCount = count - words.reduce(0) { (sum: Int, word: UInt64) -> Int in sum + word.nonzeroBitCount }
  }

  /// Returns the bitmap of a list of flags, or nil when every row holds a value; each row is asked for once, in order.
  package static func bitmap(count: Int, isValid: (Int) -> Bool) -> Validity? {
    var words = [UInt64](repeating: 0, count: (count + 63) / 64)
    var values = 0
    for index in words.indices {
      let first = index * 64
      var word: UInt64 = 0
      for bit in 0..<min(64, count - first) where isValid(first + bit) { word |= 1 << UInt64(bit) }
      words[index] = word
      values += word.nonzeroBitCount
    }
    return values < count ? Validity(words: words, count: count) : nil
  }

  /// Whether a row holds a value.
  public subscript(row: Int) -> Bool {
    precondition(row >= 0 && row < count, "row \(row) is outside 0..<\(count)")
    return words[row >> 6] >> UInt64(row & 63) & 1 == 1
  }

  package static func allNull(_ count: Int) -> Validity? {
    count == 0 ? nil : Validity(words: [UInt64](repeating: 0, count: (count + 63) / 64), count: count)
  }
}
