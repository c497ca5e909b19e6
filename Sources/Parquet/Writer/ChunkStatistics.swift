/// The bounds and null count of a chunk as its footer entry keeps them, in PLAIN encoding.
struct ChunkStatistics {
  var minimum: [UInt8]?
  var maximum: [UInt8]?
  var nullCount = 0
}

/// Collects the bounds of fixed-width values.
struct Bounds<Value: WritableValue> {
  private var range: (low: Value, high: Value)?

  /// Values that compare as unordered (NaN) are no bounds.
  mutating func add(_ values: UnsafeBufferPointer<Value>) {
    guard let first = values.first(where: { $0 == $0 }) else { return }
    var low = range?.low ?? first
    var high = range?.high ?? first
    for value in values {
      low = value < low ? value : low
      high = value > high ? value : high
    }
    range = (low, high)
  }

  var minimum: Value? { range.map { Value.lowerBound($0.low) } }
  var maximum: Value? { range.map { Value.upperBound($0.high) } }
}

/// Collects the bounds of byte strings, in the order of unsigned bytes.
struct TextBounds {
  /// Longer bounds are left out, since every reader of the footer pays for them.
  private static let maximumLength = 256

  private var low: [UInt8]?
  private var high: [UInt8] = []
  /// The first eight bytes of both, which decide most comparisons; no text lies outside at first.
  private var lowHead = UInt64.max
  private var highHead = UInt64.min

  @inline(__always)
  mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
    let head = Self.head(text)
    if head > lowHead && head < highHead { return }
    compare(text, head)
  }

  private mutating func compare(_ text: UnsafeBufferPointer<UInt8>, _ head: UInt64) {
    if low.map({ isLess(text, $0) }) ?? true {
      low = Array(text)
      lowHead = head
    }
    if highHead <= head, high.isEmpty || isLess(high, text) {
      high = Array(text)
      highHead = head
    }
  }

  /// The first eight bytes as a number in their order, zeros behind a shorter text.
  @inline(__always)
  private static func head(_ text: UnsafeBufferPointer<UInt8>) -> UInt64 {
    let raw = UnsafeRawBufferPointer(text)
    if raw.count >= 8 { return UInt64(bigEndian: raw.loadUnaligned(as: UInt64.self)) }
    var head: UInt64 = 0
    for index in 0..<raw.count { head |= UInt64(raw[index]) << UInt64(56 - 8 * index) }
    return head
  }

  var minimum: [UInt8]? { low.flatMap { $0.count <= Self.maximumLength ? $0 : nil } }
  var maximum: [UInt8]? { low != nil && high.count <= Self.maximumLength ? high : nil }

  private func isLess(_ left: UnsafeBufferPointer<UInt8>, _ right: [UInt8]) -> Bool {
    right.withUnsafeBufferPointer { left.lexicographicallyPrecedes($0) }
  }

  private func isLess(_ left: [UInt8], _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    left.withUnsafeBufferPointer { $0.lexicographicallyPrecedes(right) }
  }
}
