/// Status and fields of an answer, gathered line by line.
struct ResponseHead {
  /// More than any server sends; a hostile one could go on for ever. Less than where libcurl gives up, which would look
  /// like a lost connection.
  static let largestSize = 256 << 10

  private(set) var status = 0
  private(set) var headers = HTTPHeaders()
  private var size = 0

  var isSuccess: Bool { (200..<300).contains(status) }

  /// Takes one line with its line break; a status line begins anew, since interim answers come before the final one.
  ///
  /// - Returns: False if the head is too large.
  mutating func add(_ line: UnsafeRawBufferPointer) -> Bool {
    size += line.count
    guard size <= Self.largestSize else { return false }
    if line.starts(with: "HTTP/".utf8) {
      status = line.split(separator: UInt8(ascii: " ")).dropFirst().first.flatMap { Int(Self.text($0)) } ?? 0
      headers = HTTPHeaders()
    } else if let colon = line.firstIndex(of: UInt8(ascii: ":")) {
      headers.append(Self.text(line[..<colon]), Self.text(line[(colon + 1)...]))
    }
    return true
  }

  /// The text without the blanks and line breaks around it.
  private static func text(_ bytes: Slice<UnsafeRawBufferPointer>) -> String {
    var rest = bytes.drop { $0 <= 0x20 }
    while let last = rest.last, last <= 0x20 { rest.removeLast() }
    return String(decoding: rest, as: UTF8.self)
  }
}
