internal import DataFrames

/// Collects which rows of a column hold a value from the definition levels of its pages.
///
/// A level of a flat column is one bit, so a bit-packed run is a piece of the bitmap. No bitmap is made before the
/// first null. Invariant: `words` is empty, or holds a bit for each of `capacity` rows, zero from row `count` on.
struct ValidityBuilder {
  private let capacity: Int
  private var words: [UInt64] = []
  private(set) var count = 0

  init(capacity: Int) { self.capacity = capacity }

  /// Adds rows that all hold a value.
  mutating func appendValid(_ rows: Int) {
    precondition(rows >= 0 && rows <= capacity - count, "more rows than the column has")
    if !words.isEmpty { setBits(rows) }
    count += rows
  }

  /// Adds the rows of a page and returns how many of them hold a value.
  mutating func append(levels: UnsafeRawBufferPointer, rows: Int) throws(ParquetError) -> Int {
    precondition(rows >= 0 && rows <= capacity - count, "more rows than the column has")
    var runs = try HybridRuns(levels, width: 1, count: rows)
    var valid = 0
    while let run = try runs.next() {
      switch run {
      case .repeated(0, let length):
        makeBitmap()
        count += length
      case .repeated(1, let length):
        appendValid(length)
        valid += length
      case .repeated(let level, _): throw .corrupt("A definition level is \(level) where 1 is the highest.")
      case .packed(let bytes, let length): valid += appendBits(bytes, length)
      }
    }
    return valid
  }

  /// Calls a function with the bitmap; there is none while no row is null.
  func withWords<Result>(_ body: (UnsafePointer<UInt64>) -> Result) -> Result? {
    words.withUnsafeBufferPointer { buffer in buffer.isEmpty ? nil : buffer.baseAddress.map(body) }
  }

  /// The bitmap of the rows that were added, nil when none is null.
  consuming func finish() -> Validity? {
    if words.isEmpty { return nil }
    words.removeLast(words.count - (count + 63) / 64)
    return Validity(words: words, count: count)
  }

  private mutating func makeBitmap() {
    guard words.isEmpty else { return }
    words = [UInt64](repeating: 0, count: (capacity + 63) / 64)
    let rows = count
    count = 0
    setBits(rows)
    count = rows
  }

  /// Sets the bits of the next rows, without counting them.
  private mutating func setBits(_ rows: Int) {
    var row = count
    let end = count + rows
    while row < end {
      let length = min(64 - row & 63, end - row)
      let ones = length == 64 ? UInt64.max : (1 << UInt64(length) - 1)
      words[row >> 6] |= ones << UInt64(row & 63)
      row += length
    }
  }

  /// Adds packed bits; the bytes hold at least `rows` of them and are followed by readable slack.
  private mutating func appendBits(_ bytes: UnsafeRawBufferPointer, _ rows: Int) -> Int {
    makeBitmap()
    var valid = 0
    var done = 0
    while done < rows {
      let length = min(64, rows - done)
      var bits = UInt64(littleEndian: bytes.word(at: done / 8))
      if length < 64 { bits &= 1 << UInt64(length) - 1 }
      valid += bits.nonzeroBitCount
      let shift = UInt64(count & 63)
      words[count >> 6] |= bits << shift
      if Int(shift) + length > 64 { words[count >> 6 + 1] |= bits >> (64 - shift) }
      count += length
      done += length
    }
    return valid
  }
}

extension UnsafeRawBufferPointer {
  /// Loads eight bytes that begin within the buffer; the last of them may lie in the slack behind it.
  fileprivate func word(at offset: Int) -> UInt64 {
    guard offset >= 0, offset < count, let baseAddress else { return 0 }
    return baseAddress.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
  }
}
