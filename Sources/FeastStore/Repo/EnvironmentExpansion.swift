internal import DataFrames

/// Replaces `$NAME` and `${NAME}` in a text, as Feast does with a whole `feature_store.yaml` before it is parsed.
///
/// A name that is not set stays as it is written. There is no default (`${X:-y}`) and no escape: in `$$X` the second
/// dollar sign starts the name.
enum EnvironmentExpansion {
  static func expand(_ text: String, _ environment: [String: String]) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var position = 0
    while position < bytes.count {
      if bytes[position] == UInt8(ascii: "$"), let (name, end) = reference(bytes, position + 1),
        let value = environment[String(decoding: bytes[name], as: UTF8.self)]
      {
        result.append(contentsOf: value.utf8)
        position = end
      } else {
        result.append(bytes[position])
        position += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// The range of the name that starts here, and where the reference ends.
  private static func reference(_ bytes: [UInt8], _ start: Int) -> (name: Range<Int>, end: Int)? {
    if start < bytes.count, bytes[start] == UInt8(ascii: "{") {
      guard let close = bytes[start...].firstIndex(of: UInt8(ascii: "}")) else { return nil }
      return (start + 1..<close, close + 1)
    }
    let end = bytes[start...].firstIndex { !isWordCharacter($0) } ?? bytes.count
    return end > start ? (start..<end, end) : nil
  }

  private static func isWordCharacter(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
      true
    default: false
    }
  }
}
