internal import DataFrames

/// The canonical text of 16 bytes: 8-4-4-4-12 hexadecimal digits in lower case (RFC 9562, section 4).
enum UUIDText {
  private static let digits = Array("0123456789abcdef".utf8)
  private static let size = 36

  /// Rows without 16 bytes, which are the null ones, stay empty.
  static func text(_ bytes: TextBuffer) -> TextBuffer {
    var result = TextBuffer(rows: bytes.count, bytes: bytes.bytes.count / 16 * size)
    var text = [UInt8](repeating: 0, count: size)
    for row in 0..<bytes.count {
      let range = bytes.range(row)
      guard range.count == 16 else {
        result.appendEmpty()
        continue
      }
      var place = 0
      for (index, byte) in bytes.bytes[range].enumerated() {
        if index == 4 || index == 6 || index == 8 || index == 10 {
          text[place] = UInt8(ascii: "-")
          place += 1
        }
        text[place] = digits[Int(byte >> 4)]
        text[place + 1] = digits[Int(byte & 15)]
        place += 2
      }
      result.append(text)
    }
    return result
  }
}
