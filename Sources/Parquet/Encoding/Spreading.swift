/// Moves the values of a page, decoded one after the other, to the rows that hold a value.
///
/// Invariant for unsafe use: `values` has room for `rows`, its first `valid` are filled, and the bitmap `words` has a
/// bit for each row from `firstRow` to `firstRow + rows`, of which `valid` are set. Working from the end, a value never
/// moves onto one that has not moved yet, since row `i` holds at most the value number `i`.
enum Spreading {
  static func spread<Value: BitwiseCopyable>(
    _ values: UnsafeMutablePointer<Value>, valid: Int, rows: Int, _ words: UnsafePointer<UInt64>, firstRow: Int,
    null: Value
  ) {
    var row = rows
    var value = valid
    while row > value {
      let position = firstRow + row
      let length = min((position - 1) & 63 + 1, row)
      let start = position - length
      let bits = words[start >> 6] &>> UInt64(start & 63)
      let mask = length == 64 ? UInt64.max : (UInt64(1) &<< UInt64(length) &- 1)
      row -= length
      if bits & mask == mask {
        value -= length
        // Overlapping moves are allowed here.
        (values + row).update(from: values + value, count: length)
      } else if bits & mask == 0 {
        (values + row).update(repeating: null, count: length)
      } else {
        for index in stride(from: length &- 1, through: 0, by: -1) {
          let isValid = bits &>> UInt64(index) & 1
          value &-= Int(truncatingIfNeeded: isValid)
          let moved = values[value]
          values[row &+ index] = isValid == 1 ? moved : null
        }
      }
    }
  }

  /// The same for the ends of byte strings: a null row ends where the one before it does.
  ///
  /// `ends[-1]` is the end of the row before the page.
  static func spreadEnds(
    _ ends: UnsafeMutablePointer<Int>, valid: Int, rows: Int, _ words: UnsafePointer<UInt64>, firstRow: Int
  ) {
    var value = valid
    var row = rows
    while row > value {
      row &-= 1
      ends[row] = ends[value &- 1]
      let position = firstRow &+ row
      value &-= Int(truncatingIfNeeded: words[position >> 6] &>> UInt64(position & 63) & 1)
    }
  }
}
