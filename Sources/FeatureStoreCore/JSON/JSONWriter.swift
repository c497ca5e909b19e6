internal import DataFrames

extension JSONValue {
  /// The text with two spaces of indentation a level and a line end behind it, as Python's `json.dump(indent=2)` has it.
  package var text: String {
    var result = ""
    write(to: &result, indent: "")
    return result + "\n"
  }

  private func write(to result: inout String, indent: String) {
    switch self {
    case .null: result += "null"
    case .bool(let value): result += value ? "true" : "false"
    case .number(let digits): result += digits
    case .string(let value): result += Self.quoted(value)
    case .array(let values): Self.write(values, "[", "]", to: &result, indent) { $1.write(to: &$0, indent: $2) }
    case .object(let members):
      Self.write(members, "{", "}", to: &result, indent) { text, member, indent in
        text += Self.quoted(member.key) + ": "
        member.value.write(to: &text, indent: indent)
      }
    }
  }

  private static func write<Item>(
    _ items: [Item], _ open: String, _ close: String, to result: inout String, _ indent: String,
    _ item: (inout String, Item, String) -> Void
  ) {
    if items.isEmpty {
      result += open + close
      return
    }
    result += open
    for (index, element) in items.enumerated() {
      result += (index == 0 ? "\n" : ",\n") + indent + "  "
      item(&result, element, indent + "  ")
    }
    result += "\n" + indent + close
  }

  /// Quotes a text; control characters are escaped (RFC 8259 section 7).
  package static func quoted(_ text: String) -> String { jsonQuoted(text) }
}
