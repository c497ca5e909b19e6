internal import DataFrames

/// Values written as Python source.
enum PythonLiteral {
  /// A string literal of one line; whatever could end it, or not be seen, is escaped.
  static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case _ where isInvisible(scalar): result += escape(scalar)
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  static func list(_ items: [String]) -> String { "[\(items.joined(separator: ", "))]" }

  /// A dictionary of texts, sorted by key.
  static func dictionary(_ values: [String: String]) -> String {
    let pairs = values.sortedPairs.map { "\(string($0.name)): \(string($0.value))" }
    return "{\(pairs.joined(separator: ", "))}"
  }

  static func bool(_ value: Bool) -> String { value ? "True" : "False" }

  /// A `timedelta`, exact to the microsecond that Python has.
  static func timedelta(_ duration: Duration) -> String {
    let (seconds, attoseconds) = duration.components
    let microseconds = attoseconds / 1_000_000_000_000
    if microseconds != 0 { return "timedelta(seconds=\(seconds), microseconds=\(microseconds))" }
    return seconds % 86_400 == 0 ? "timedelta(days=\(seconds / 86_400))" : "timedelta(seconds=\(seconds))"
  }

  /// Control and format characters, and line and paragraph separators: a reader would not see them, or see a line end.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
    default: false
    }
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    let digits = String(scalar.value, radix: 16)
    let (letter, width) = scalar.value < 0x100 ? ("x", 2) : scalar.value < 0x10000 ? ("u", 4) : ("U", 8)
    return "\\\(letter)" + String(repeating: "0", count: width - digits.count) + digits
  }
}

/// A call with named arguments, an argument a line.
struct PythonCall {
  private let callee: String
  private var arguments: [String] = []

  init(_ callee: String) { self.callee = callee }

  /// Adds an argument; nil adds nothing, so that Feast's default stands.
  mutating func add(_ name: String, _ expression: String?) {
    if let expression { arguments.append("\(name)=\(expression)") }
  }

  /// Adds a text unless it is empty.
  mutating func add(_ name: String, text: String) { add(name, text.isEmpty ? nil : PythonLiteral.string(text)) }

  /// Adds a dictionary unless it is empty.
  mutating func add(_ name: String, dictionary: [String: String]) {
    add(name, dictionary.isEmpty ? nil : PythonLiteral.dictionary(dictionary))
  }

  /// The call over several lines, for the right side of an assignment.
  var text: String { "\(callee)(\n" + arguments.map { "    \($0),\n" }.joined() + ")" }

  /// The call on one line, for a place inside another.
  var inline: String { "\(callee)(\(arguments.joined(separator: ", ")))" }
}

/// Gives each thing of a file a variable of its own.
struct PythonNames {
  private var taken: Set<String> = []

  /// An identifier made of a word and a name; what an identifier cannot hold becomes `_`.
  mutating func variable(_ word: String, _ name: String) -> String {
    let safe = name.unicodeScalars.map { (scalar: Unicode.Scalar) -> Character in
      scalar.isASCII && (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
        ? Character(scalar) : "_"
    }
    let base = "\(word)_\(String(safe))"
    var candidate = base
    var number = 2
    while !taken.insert(candidate).inserted {
      candidate = "\(base)_\(number)"
      number += 1
    }
    return candidate
  }
}
