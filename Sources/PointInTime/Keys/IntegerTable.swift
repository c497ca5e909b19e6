internal import DataFrames

/// Dense ids, in order of first appearance, for distinct 64-bit integers.
///
/// Open addressing with linear probing in two arrays of a power of two of slots, at most half of them taken. The probe
/// loops stand in `IntegerTable+Probing.swift`.
struct IntegerTable: Sendable {
  /// How many rows are inserted between two looks at the load.
  static let block = 1_024

  var keys: [Int64] = []
  /// The id of the key in the same slot, −1 for a free slot.
  var ids: [Int32] = []
  /// The number of distinct keys.
  var count = 0

  /// Makes room for more keys, so that half of the slots stay free.
  mutating func reserve(_ additional: Int) {
    let needed = (count + additional) * 2
    if needed <= ids.count { return }
    var capacity = max(2 * Self.block, ids.count)
    while capacity < needed { capacity *= 2 }
    rehash(capacity)
  }

  /// Returns the ids of keys, inserting those that are new; −1 for a row without a key.
  ///
  /// - Complexity: O(rows), amortized.
  mutating func insert(_ keys: IntegerKeys) -> [Int32] {
    var result = [Int32](repeating: -1, count: keys.values.count)
    for start in stride(from: 0, to: keys.values.count, by: Self.block) {
      let range = start..<min(start + Self.block, keys.values.count)
      reserve(range.count)
      // Most rows repeat a key, and finding is the faster way; it also brings the slots of the others near.
      find(keys, range, &result)
      insertMissing(keys, range, &result)
    }
    result.clear(where: keys.validity)
    return result
  }

  /// Returns the ids of keys, −1 for an unknown one and for a row without a key.
  ///
  /// - Complexity: O(rows).
  func ids(of keys: IntegerKeys) -> [Int32] {
    var result = [Int32](repeating: -1, count: keys.values.count)
    if count > 0 { find(keys, 0..<result.count, &result) }
    result.clear(where: keys.validity)
    return result
  }

  /// Looks up the rows of a range, those without a key as if their placeholder were one; the table is not empty.
  private func find(_ keys: IntegerKeys, _ range: Range<Int>, _ result: inout [Int32]) {
    keys.values.withUnsafeBufferPointer { (values: UnsafeBufferPointer<Int64>) in
      result.withUnsafeMutableBufferPointer { (result: inout UnsafeMutableBufferPointer<Int32>) in
        find(
          UnsafeBufferPointer(rebasing: values[range]), UnsafeMutableBufferPointer(rebasing: result[range]))
      }
    }
  }

  /// The keys in the order of their ids.
  var keysByID: [Int64] {
    var result = [Int64](repeating: 0, count: count)
    for slot in ids.indices where ids[slot] >= 0 { result[Int(ids[slot])] = keys[slot] }
    return result
  }
}
