import DataFrames
import Testing

@testable import PointInTime

@Suite("Text table")
struct TextTableTests {
  /// 16 bytes whose hash does not depend on the first 8 of them, because the last 8 undo what those did.
  private func colliding(_ first: UInt64) -> [UInt8] {
    let state = (UInt64(16) &* Hashing.offset ^ Hashing.factor ^ first).foldedProduct(with: Hashing.factor)
    return [first, state ^ 0x1234].flatMap { (word: UInt64) -> [UInt8] in
      (0..<8).map { (byte: Int) -> UInt8 in UInt8(truncatingIfNeeded: word.littleEndian >> UInt64(8 * byte)) }
    }
  }

  @Test("tells apart texts whose hashes are equal")
  func collisions() {
    var text = TextBuffer()
    for number in 0..<50 { text.append(colliding(UInt64(number))) }
    let hashes = (0..<50).map { (row: Int) -> UInt64 in
      text.bytes.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) -> UInt64 in
        bytes.baseAddress.map { Hashing.hash($0 + 16 * row, count: 16) } ?? 0
      }
    }
    #expect(Set(hashes).count == 1)
    var table = TextTable()
    #expect(table.insert(text, nil) == Array(0..<50))
    #expect(table.ids(of: text, nil) == Array(0..<50))
    #expect(table.count == 50)
  }

  @Test("hashes every byte, whatever the length")
  func everyByte() {
    for count in 1...40 {
      var hashes: Set<UInt64> = []
      for changed in -1..<count {
        var bytes = [UInt8](repeating: 7, count: count)
        if changed >= 0 { bytes[changed] = 8 }
        bytes.withUnsafeBytes { (bytes: UnsafeRawBufferPointer) in
          if let address = bytes.baseAddress { hashes.insert(Hashing.hash(address, count: count)) }
        }
      }
      #expect(hashes.count == count + 1, "\(count) bytes")
    }
  }

  @Test("compares every byte, whatever the length")
  func equality() {
    for count in 0...40 {
      let bytes = [UInt8](repeating: 7, count: count)
      #expect(bytes.withUnsafeBytes { areEqual($0, $0) })
      for changed in 0..<count {
        var other = bytes
        other[changed] = 8
        let equal = bytes.withUnsafeBytes { (left: UnsafeRawBufferPointer) -> Bool in
          other.withUnsafeBytes { (right: UnsafeRawBufferPointer) -> Bool in areEqual(left, right) }
        }
        #expect(!equal, "byte \(changed) of \(count)")
      }
      let longer = bytes + [7]
      #expect(!bytes.withUnsafeBytes { left in longer.withUnsafeBytes { areEqual(left, $0) } })
    }
  }
}
