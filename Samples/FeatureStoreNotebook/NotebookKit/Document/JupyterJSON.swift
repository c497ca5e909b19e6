/// JSON as Jupyter writes a notebook: members in the order of their names, one space of indentation a level.
///
/// A notebook written so does not change when Jupyter saves it again.
package indirect enum JupyterJSON: Hashable, Sendable {
  case null
  case integer(Int)
  case string(String)
  case array([JupyterJSON])
  case object([String: JupyterJSON])

  /// A text as Jupyter keeps it: an array of its lines, each with its line end.
  package static func lines(_ text: String) -> JupyterJSON {
    let parts = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let lines = parts.dropLast().map { $0 + "\n" } + parts.suffix(1).filter { !$0.isEmpty }
    return .array(lines.map(JupyterJSON.string))
  }

  /// The text, with a line end behind it.
  package var text: String {
    var result = ""
    write(to: &result, indent: "\n")
    return result + "\n"
  }

  /// - Parameter indent: A line end and the spaces of this level.
  private func write(to result: inout String, indent: String) {
    switch self {
    case .null: result += "null"
    case .integer(let value): result += "\(value)"
    case .string(let value): result += Self.quoted(value)
    case .array(let values):
      Self.write(values, "[", "]", to: &result, indent) { $1.write(to: &$0, indent: $2) }
    case .object(let members):
      let sorted = members.sorted { $0.key < $1.key }
      Self.write(sorted, "{", "}", to: &result, indent) { text, member, indent in
        text += Self.quoted(member.key) + ": "
        member.value.write(to: &text, indent: indent)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], _ open: String, _ close: String, to result: inout String, _ indent: String,
    _ item: (inout String, Item, String) -> Void
  ) {
    result += open
    for (index, element) in items.enumerated() {
      result += (index == 0 ? "" : ",") + indent + " "
      item(&result, element, indent + " ")
    }
    result += (items.isEmpty ? "" : indent) + close
  }

  /// Quotes a text as Python does with `ensure_ascii=False`.
  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      case "\u{8}": result += "\\b"
      case "\u{C}": result += "\\f"
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

extension JupyterJSON: ExpressibleByStringLiteral {
  package init(stringLiteral text: String) { self = .string(text) }
}
