/// Foreign text in messages.
extension String {
  /// The text on one line, as it may stand in a message: what would tear a log apart or steer a terminal is a space.
  func onOneLine(upTo length: Int = 2_000) -> String {
    let parts = unicodeScalars.split { (scalar: Unicode.Scalar) -> Bool in
      scalar.properties.generalCategory == .control || scalar == "\u{2028}" || scalar == "\u{2029}"
    }
    return String(parts.map { String($0) }.joined(separator: " ").prefix(length))
  }

  /// The text with a full stop, unless it ends as a sentence does.
  var asSentence: String { last.map { ".!?".contains($0) } ?? true ? self : self + "." }
}
