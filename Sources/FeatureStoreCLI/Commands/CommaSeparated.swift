internal import FeatureStore

/// Splits `a,b,c`, without spaces around the parts; an empty part is refused. A part in double quotes is taken as it is.
func commaSeparated(_ text: String, _ option: String) throws -> [String] {
  let parts = try separatedParts(text, option).map { (part: QuotedPart) -> String in
    part.isQuoted ? part.text : trimmed(part.text)
  }
  guard !parts.contains("") else {
    throw FeatureStoreError(.invalidArgument, "\(option) is '\(text)': a name between the commas is empty.")
  }
  return parts
}

/// Splits the values of a key exactly: spaces are part of a value. Only `""` is an empty value.
func exactValues(_ text: String, _ option: String) throws -> [String] {
  let parts = try separatedParts(text, option)
  guard !parts.contains(where: { $0.text.isEmpty && !$0.isQuoted }) else {
    throw FeatureStoreError(
      .invalidArgument, "\(option) is '\(text)': a value between the commas is empty. Write \"\" for an empty value.")
  }
  return parts.map(\.text)
}

/// Splits `name=value` at the first `=`.
func keyAndValue(_ text: String, _ option: String) throws -> (key: String, value: String) {
  // By bytes: an equals sign before a combining mark is one still.
  guard let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")), equals != text.startIndex else {
    throw FeatureStoreError(.invalidArgument, "\(option) is '\(text)'. Write it as name=value.")
  }
  return (String(text[..<equals]), String(text[text.utf8.index(after: equals)...]))
}

private struct QuotedPart {
  var text = ""
  var isQuoted = false
}

/// The parts between commas, as CSV has them: a part in double quotes may hold commas, and two quotes stand for one.
private func separatedParts(_ text: String, _ option: String) throws -> [QuotedPart] {
  var parts = [QuotedPart()]
  var rest = text.unicodeScalars[...]
  while let scalar = rest.popFirst() {
    if scalar == "," {
      parts.append(QuotedPart())
    } else if scalar == "\"", parts[parts.count - 1].text.isEmpty {
      parts[parts.count - 1] = QuotedPart(text: try quoted(&rest, text, option), isQuoted: true)
    } else {
      parts[parts.count - 1].text.unicodeScalars.append(scalar)
    }
  }
  return parts
}

/// Takes what stands before the closing quote, and that quote.
private func quoted(_ rest: inout Substring.UnicodeScalarView, _ text: String, _ option: String) throws -> String {
  var content = String.UnicodeScalarView()
  while let scalar = rest.popFirst() {
    if scalar != "\"" {
      content.append(scalar)
    } else if rest.first == "\"" {
      content.append("\"")
      rest.removeFirst()
    } else {
      guard rest.isEmpty || rest.first == "," else { break }
      return String(content)
    }
  }
  throw FeatureStoreError(
    .invalidArgument, "\(option) is '\(text)': a part in double quotes must end with one, before a comma or the end.")
}

/// The string without spaces at its ends.
private func trimmed(_ text: String) -> String {
  var scalars = text.unicodeScalars[...]
  while scalars.first == " " { scalars.removeFirst() }
  while scalars.last == " " { scalars.removeLast() }
  return String(scalars)
}
