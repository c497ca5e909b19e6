internal import FeatureStore

/// Splits `a,b,c`, without spaces around the parts; an empty part is refused.
func commaSeparated(_ text: String, _ option: String) throws -> [String] {
  let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { (part: Substring) -> String in
    part.split(separator: " ").joined(separator: " ")
  }
  guard !parts.contains("") else {
    throw FeatureStoreError(.invalidArgument, "\(option) is '\(text)': a name between the commas is empty.")
  }
  return parts
}

/// Splits `name=value` at the first `=`.
func keyAndValue(_ text: String, _ option: String) throws -> (key: String, value: String) {
  guard let equals = text.firstIndex(of: "="), equals != text.startIndex else {
    throw FeatureStoreError(.invalidArgument, "\(option) is '\(text)'. Write it as name=value.")
  }
  return (String(text[..<equals]), String(text[text.index(after: equals)...]))
}
