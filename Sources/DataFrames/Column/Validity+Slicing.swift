extension Validity {
  /// Returns the bits of a range of rows, or nil when every one of them holds a value.
  ///
  /// - Complexity: O(rows ÷ 64).
  package func slice(_ rows: Range<Int>) -> Validity? {
    var bits = BitAppender(capacity: rows.count)
    bits.append(words, from: rows.lowerBound, count: rows.count)
    return bits.finish()
  }

  /// Joins bitmaps end to end; one that is nil stands for rows that all hold a value. Nil when no row is null.
  ///
  /// - Complexity: O(rows ÷ 64).
  package static func concatenating(_ parts: [(validity: Validity?, count: Int)]) -> Validity? {
    guard parts.contains(where: { $0.validity != nil }) else { return nil }
    var bits = BitAppender(capacity: parts.reduce(0) { $0 + $1.count })
    for part in parts {
      if let validity = part.validity {
        bits.append(validity.words, from: 0, count: part.count)
      } else {
        bits.appendOnes(part.count)
      }
    }
    return bits.finish()
  }
}

/// Builds a bitmap from runs of bits, up to 64 at a time.
private struct BitAppender {
  private var words: [UInt64]
  private var count = 0

  init(capacity: Int) {
    words = [UInt64](repeating: 0, count: (capacity + 63) / 64)
  }

  mutating func append(_ source: [UInt64], from first: Int, count bits: Int) {
    var taken = 0
    while taken < bits {
      let place = first + taken
      let shift = UInt64(place & 63)
      var word = source[place >> 6] >> shift
      if shift > 0, place >> 6 + 1 < source.count { word |= source[place >> 6 + 1] << (64 - shift) }
      let run = min(64, bits - taken)
      append(word, bits: run)
      taken += run
    }
  }

  mutating func appendOnes(_ bits: Int) {
    var left = bits
    while left > 0 {
      append(.max, bits: min(64, left))
      left -= 64
    }
  }

  /// Appends the low bits of a word; what is above them is dropped.
  private mutating func append(_ word: UInt64, bits: Int) {
    let kept = bits == 64 ? word : word & (1 << UInt64(bits) - 1)
    let shift = UInt64(count & 63)
    words[count >> 6] |= kept << shift
    if Int(shift) + bits > 64 { words[count >> 6 + 1] |= kept >> (64 - shift) }
    count += bits
  }

  func finish() -> Validity? {
    let validity = Validity(words: words, count: count)
    return validity.nullCount == 0 ? nil : validity
  }
}
