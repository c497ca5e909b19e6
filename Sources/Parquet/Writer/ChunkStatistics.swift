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

  mutating func add(_ text: UnsafeBufferPointer<UInt8>) {
    guard let low else {
      low = Array(text)
      high = Array(text)
      return
    }
    if isLess(text, low) { self.low = Array(text) } else if isLess(high, text) { high = Array(text) }
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
