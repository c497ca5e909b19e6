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
    var start = 0
    while start < keys.values.count {
      let end = min(start + Self.block, keys.values.count)
      reserve(Self.block)
      insert(keys, start..<end, &result)
      start = end
    }
    return result
  }

  /// Returns the ids of keys, −1 for an unknown one and for a row without a key.
  ///
  /// - Complexity: O(rows).
  func ids(of keys: IntegerKeys) -> [Int32] {
    if count == 0 { return [Int32](repeating: -1, count: keys.values.count) }
    var result = find(keys.values)
    result.clear(where: keys.validity)
    return result
  }

  /// The keys in the order of their ids.
  var keysByID: [Int64] {
    var result = [Int64](repeating: 0, count: count)
    for slot in ids.indices where ids[slot] >= 0 { result[Int(ids[slot])] = keys[slot] }
    return result
  }
}
