/// Gives each distinct fixed-width value of a chunk a code.
///
/// Open addressing over the values' bits; at most half of the slots are used.
struct FixedDictionary<Value: WritableValue> {
  private(set) var values: [Value] = []
  private var slots: [Int32]
  private let limit: Int

  /// - Parameter limit: How many values it may have.
  init(limit: Int) {
    self.limit = limit
    slots = [Int32](repeating: 0, count: 1_024)
  }

  /// Writes the code of each value; false, with the codes unusable, when there are more distinct values than allowed.
  ///
  /// Invariant for unsafe use: `codes` has room for as many codes as there are values.
  mutating func encode(_ input: UnsafeBufferPointer<Value>, into codes: UnsafeMutablePointer<Int32>) -> Bool {
    var index = 0
    while index < input.count {
      // The table is made large enough for a batch, so that the loop need not look.
      let end = min(index + 1_024, input.count)
      reserve(values.count + end - index)
      slots.withUnsafeMutableBufferPointer { slots in
        while index < end {
          codes[index] = Self.code(input[index], &slots, &values)
          index += 1
        }
      }
      if values.count > limit { return false }
    }
    return true
  }

  @inline(__always)
  private static func code(
    _ value: Value, _ slots: inout UnsafeMutableBufferPointer<Int32>, _ values: inout [Value]
  ) -> Int32 {
    let mask = slots.count &- 1
    var slot = hash(value, slots.count)
    while true {
      let code = slots[slot] &- 1
      if code < 0 {
        values.append(value)
        slots[slot] = Int32(truncatingIfNeeded: values.count)
        return Int32(truncatingIfNeeded: values.count &- 1)
      }
      if values[Int(code)].isSame(as: value) { return code }
      slot = (slot &+ 1) & mask
    }
  }

  /// The high bits of a product depend on all bits of the value.
  @inline(__always)
  private static func hash(_ value: Value, _ size: Int) -> Int {
    Int(truncatingIfNeeded: (value.bits &* 0x9E37_79B9_7F4A_7C15) &>> UInt64(64 &- size.trailingZeroBitCount))
  }

  private mutating func reserve(_ count: Int) {
    if count * 2 <= slots.count { return }
    var size = slots.count
    while size < count * 2 { size *= 2 }
    slots = [Int32](repeating: 0, count: size)
    for (index, value) in values.enumerated() {
      var slot = Self.hash(value, size)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      slots[slot] = Int32(index) + 1
    }
  }
}
