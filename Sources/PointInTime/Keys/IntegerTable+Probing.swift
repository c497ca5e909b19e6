internal import DataFrames

// Unsafe pointers: the key and the id array have `mask + 1` elements, `mask + 1` is a power of two, and every slot
// number is masked, so no access leaves them. At least half of the slots are free, so every probe ends.

private typealias Keys = UnsafeMutableBufferPointer<Int64>
private typealias IDs = UnsafeMutableBufferPointer<Int32>

/// The slots of a table, read without bounds checks while they are borrowed.
private struct SlotReader {
  let keys: UnsafeBufferPointer<Int64>
  let ids: UnsafeBufferPointer<Int32>

  private var mask: Int { ids.count &- 1 }

  @inline(__always)
  func home(_ key: Int64) -> Int { Int(truncatingIfNeeded: Hashing.hash(key)) & mask }

  /// The slot that holds the key, or the free one where it belongs.
  @inline(__always)
  func slot(of key: Int64, from home: Int) -> Int {
    var slot = home
    while ids[slot] >= 0 && keys[slot] != key { slot = (slot &+ 1) & mask }
    return slot
  }
}

extension IntegerTable {
  /// The number of rows that are looked up together; see ``find(_:_:)``.
  private static let group = 64

  /// Looks up rows in groups: first the home slots, then their contents, then the few that stand elsewhere. The loads
  /// of the second step do not wait for each other, which hides most of the time a cache miss takes.
  func find(_ values: UnsafeBufferPointer<Int64>, _ result: UnsafeMutableBufferPointer<Int32>) {
    withUnsafeTemporaryAllocation(of: Int.self, capacity: Self.group) { homes in
      withUnsafeTemporaryAllocation(of: Int64.self, capacity: Self.group) { found in
        withReader { (reader: SlotReader) in
          for start in stride(from: 0, to: values.count, by: Self.group) {
            let size = min(Self.group, values.count &- start)
            for lane in 0..<size { homes[lane] = reader.home(values[start &+ lane]) }
            for lane in 0..<size {
              found[lane] = reader.keys[homes[lane]]
              result[start &+ lane] = reader.ids[homes[lane]]
            }
            for lane in 0..<size where found[lane] != values[start &+ lane] && result[start &+ lane] >= 0 {
              result[start &+ lane] = reader.ids[reader.slot(of: values[start &+ lane], from: homes[lane])]
            }
          }
        }
      }
    }
  }

  private func withReader(_ body: (SlotReader) -> Void) {
    keys.withUnsafeBufferPointer { (keys: UnsafeBufferPointer<Int64>) in
      ids.withUnsafeBufferPointer { (ids: UnsafeBufferPointer<Int32>) in
        body(SlotReader(keys: keys, ids: ids))
      }
    }
  }

  private mutating func withWriter(_ body: (SlotReader, Keys, IDs) -> Void) {
    keys.withUnsafeMutableBufferPointer { (keys: inout Keys) in
      ids.withUnsafeMutableBufferPointer { (ids: inout IDs) in
        body(SlotReader(keys: UnsafeBufferPointer(keys), ids: UnsafeBufferPointer(ids)), keys, ids)
      }
    }
  }

  /// Inserts the rows of a range that ``find(_:_:)`` has not found; there is room for all of them.
  mutating func insertMissing(_ rows: IntegerKeys, _ range: Range<Int>, _ result: inout [Int32]) {
    var next = Int32(truncatingIfNeeded: count)
    withWriter { (reader: SlotReader, keys: Keys, ids: IDs) in
      for row in range where result[row] < 0 {
        if let validity = rows.validity, !validity[row] { continue }
        let key = rows.values[row]
        let slot = reader.slot(of: key, from: reader.home(key))
        if ids[slot] < 0 {
          keys[slot] = key
          ids[slot] = next
          next &+= 1
        }
        result[row] = ids[slot]
      }
    }
    count = Int(next)
  }

  /// Moves all keys to arrays of `capacity` slots.
  mutating func rehash(_ capacity: Int) {
    let (oldKeys, oldIDs) = (keys, ids)
    keys = [Int64](repeating: 0, count: capacity)
    ids = [Int32](repeating: -1, count: capacity)
    withWriter { (reader: SlotReader, keys: Keys, ids: IDs) in
      for old in oldIDs.indices where oldIDs[old] >= 0 {
        let slot = reader.slot(of: oldKeys[old], from: reader.home(oldKeys[old]))
        keys[slot] = oldKeys[old]
        ids[slot] = oldIDs[old]
      }
    }
  }
}
