/// The one place that quotes names and texts for SQL.
enum SQLText {
  /// A name in backquotes; a backquote in it is doubled.
  static func identifier(_ name: String) -> String {
    // By scalars: a backquote with an accent on it is one character, and none that ends a name less.
    let parts = name.unicodeScalars.split(separator: "`", omittingEmptySubsequences: false)
    return "`\(parts.map { String($0) }.joined(separator: "``"))`"
  }

  /// A text in quotes, escaped with backslashes, which every Spark-dialect engine reads alike.
  ///
  /// `${…}` is broken up as well: Spark puts settings in its place before it reads a statement, also inside quotes.
  static func literal(_ text: String) -> String {
    var result = "'"
    for scalar in text.unicodeScalars {
      switch scalar {
      case "{" where result.last == "$": result += "\\{"
      case "\\": result += "\\\\"
      case "'": result += "\\'"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\0": result += "\\0"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "'"
  }

  /// `'key' = 'value'` for each pair, sorted by key.
  static func pairs(_ pairs: [String: String]) -> String {
    pairs.sorted { $0.key < $1.key }.map { "\(literal($0.key)) = \(literal($0.value))" }.joined(separator: ", ")
  }

  /// Names in backquotes, separated by commas.
  static func list(_ names: [String]) -> String { names.map(identifier).joined(separator: ", ") }

  /// An instant, independent of the session's time zone.
  static func timestamp(micros: Int64) -> String { "timestamp_micros(\(micros))" }
}
