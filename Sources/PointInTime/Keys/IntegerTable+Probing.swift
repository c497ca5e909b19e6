internal import DataFrames

// Unsafe pointers: the key and the id array have `mask + 1` elements, `mask + 1` is a power of two, and every slot
// number is masked, so no access leaves them. At least half of the slots are free, so every probe ends.

extension IntegerTable {
  /// Looks up rows in groups: first the home slots, then their contents, then the few that stand elsewhere. The loads
  /// of the second step do not wait for each other, which hides most of the time a cache miss takes.
  func find(_ values: [Int64]) -> [Int32] {
    let mask = ids.count - 1
    return [Int32](unsafeUninitializedCapacity: values.count) { output, initialized in
      initialized = values.count
      guard let out = output.baseAddress else { return }
      keys.withUnsafeBufferPointer { (keys: UnsafeBufferPointer<Int64>) in
        ids.withUnsafeBufferPointer { (ids: UnsafeBufferPointer<Int32>) in
          values.withUnsafeBufferPointer { (values: UnsafeBufferPointer<Int64>) in
            Self.find(values, keys, ids, mask, out)
          }
        }
      }
    }
  }

  @inline(__always)
  private static func find(
    _ values: UnsafeBufferPointer<Int64>, _ keys: UnsafeBufferPointer<Int64>, _ ids: UnsafeBufferPointer<Int32>,
    _ mask: Int, _ out: UnsafeMutablePointer<Int32>
  ) {
    let group = 64
    withUnsafeTemporaryAllocation(of: Int.self, capacity: 2 * group) { scratch in
      var start = 0
      while start < values.count {
        let size = min(group, values.count - start)
        for index in 0..<size {
          scratch[index] = Int(truncatingIfNeeded: Hashing.hash(values[start &+ index])) & mask
        }
        for index in 0..<size {
          let slot = scratch[index]
          scratch[group &+ index] = Int(truncatingIfNeeded: keys[slot])
          (out + (start &+ index)).initialize(to: ids[slot])
        }
        for index in 0..<size where scratch[group &+ index] != Int(truncatingIfNeeded: values[start &+ index]) {
          if out[start &+ index] < 0 { continue }
          out[start &+ index] = ids[slot(of: values[start &+ index], from: scratch[index], keys, ids, mask)]
        }
        start &+= size
      }
    }
  }

  /// The slot that holds the key, or the free one where it belongs.
  @inline(__always)
  private static func slot(
    of key: Int64, from home: Int, _ keys: UnsafeBufferPointer<Int64>, _ ids: UnsafeBufferPointer<Int32>, _ mask: Int
  ) -> Int {
    var slot = home
    while ids[slot] >= 0 && keys[slot] != key { slot = (slot &+ 1) & mask }
    return slot
  }

  /// Inserts at most ``block`` rows, for which there is room.
  mutating func insert(_ rows: IntegerKeys, _ range: Range<Int>, _ result: inout [Int32]) {
    let mask = ids.count - 1
    var next = Int32(truncatingIfNeeded: count)
    keys.withUnsafeMutableBufferPointer { (keys: inout UnsafeMutableBufferPointer<Int64>) in
      ids.withUnsafeMutableBufferPointer { (ids: inout UnsafeMutableBufferPointer<Int32>) in
        for row in range {
          if let validity = rows.validity, !validity[row] { continue }
          let key = rows.values[row]
          let home = Int(truncatingIfNeeded: Hashing.hash(key)) & mask
          let slot = Self.slot(of: key, from: home, UnsafeBufferPointer(keys), UnsafeBufferPointer(ids), mask)
          if ids[slot] < 0 {
            keys[slot] = key
            ids[slot] = next
            next &+= 1
          }
          result[row] = ids[slot]
        }
      }
    }
    count = Int(next)
  }

  /// Moves all keys to arrays of `capacity` slots.
  mutating func rehash(_ capacity: Int) {
    let oldKeys = keys
    let oldIDs = ids
    let mask = capacity - 1
    keys = [Int64](repeating: 0, count: capacity)
    ids = [Int32](repeating: -1, count: capacity)
    keys.withUnsafeMutableBufferPointer { (keys: inout UnsafeMutableBufferPointer<Int64>) in
      ids.withUnsafeMutableBufferPointer { (ids: inout UnsafeMutableBufferPointer<Int32>) in
        for old in oldIDs.indices where oldIDs[old] >= 0 {
          let home = Int(truncatingIfNeeded: Hashing.hash(oldKeys[old])) & mask
          let slot = Self.slot(of: oldKeys[old], from: home, UnsafeBufferPointer(keys), UnsafeBufferPointer(ids), mask)
          keys[slot] = oldKeys[old]
          ids[slot] = oldIDs[old]
        }
      }
    }
  }
}
