package import FeatureStoreCore

/// The text of a profile file: `[name]` sections of `key = value` or `key: value`.
///
/// Lines that start with `#` or `;` are comments; behind a value these belong to the value. Keys compare without case,
/// names of sections with. A key or a section that stands twice is an error, as is a line that is none of these.
package struct ProfileFile: Sendable {
  package struct Section: Sendable {
    package let name: String
    let line: Int
    /// In their order, keys in lower case.
    package fileprivate(set) var entries: [(key: String, value: Secret)] = []

    package subscript(key: String) -> String? { entries.first { $0.key == key }?.value.reveal() }
  }

  package let path: String
  package private(set) var sections: [Section] = []

  /// - Parameter path: For messages.
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/configuration`` that names the line, and never
  ///   a value.
  package init(parsing text: String, path: String) throws {
    self.path = path
    for (index, line) in lines(of: text).enumerated() {
      try read(trimmed(line), number: index + 1)
    }
  }

  private mutating func read(_ line: Substring, number: Int) throws {
    guard let first = line.unicodeScalars.first, first != "#", first != ";" else { return }
    if first == "[" { try begin(line, number) } else { try add(line, number) }
  }

  /// What stands behind the last bracket is no part of the name, as in Python's reader.
  private mutating func begin(_ line: Substring, _ number: Int) throws {
    guard let end = line.lastIndex(of: "]") else { throw failure(number, "a section has no closing bracket") }
    let name = String(trimmed(line[line.index(after: line.startIndex)..<end]))
    guard !name.isEmpty else { throw failure(number, "a section has no name") }
    if let earlier = sections.first(where: { $0.name == name }) {
      throw failure(number, "the section [\(name)] stands in line \(earlier.line) already; keep one of them")
    }
    sections.append(Section(name: name, line: number))
  }

  private mutating func add(_ line: Substring, _ number: Int) throws {
    guard let delimiter = line.firstIndex(where: { $0 == "=" || $0 == ":" }) else {
      throw failure(number, "there is neither a [section] nor a key = value")
    }
    let key = trimmed(line[..<delimiter]).lowercased()
    guard !key.isEmpty else { throw failure(number, "there is no key in front of the value") }
    guard let last = sections.indices.last else {
      throw failure(number, "a key stands in front of the first [section]")
    }
    if sections[last][key] != nil {
      throw failure(number, "the section [\(sections[last].name)] has the key \(key) already; keep one of them")
    }
    sections[last].entries.append((key, Secret(String(trimmed(line[line.index(after: delimiter)...])))))
  }

  private func failure(_ line: Int, _ text: String) -> FeatureStoreError {
    FeatureStoreError(
      .configuration, "The profile file cannot be read: \(path), line \(line): \(text).", context: .init(path: path))
  }
}

extension ProfileFile {
  private static let settings = "__settings__"

  /// The profile that counts: the requested one, else the file's own default, else `DEFAULT` if it has keys; else none.
  ///
  /// A profile does not inherit from `DEFAULT`.
  ///
  /// - Throws: A ``FeatureStoreError`` if a profile is named that the file does not have.
  package func profile(_ requested: FoundSetting?) throws -> Section? {
    if let requested { return try profile(named: requested.value, by: "\(requested.origin)") }
    if let named = section(Self.settings)?["default_profile"], !named.isEmpty {
      return try profile(named: named, by: "default_profile of [\(Self.settings)]")
    }
    return section("DEFAULT").flatMap { $0.entries.isEmpty ? nil : $0 }
  }

  private func profile(named name: String, by origin: String) throws -> Section {
    guard name != Self.settings else {
      throw refusal("[\(name)] is no profile, but it was named as one by: \(origin). Name another.")
    }
    guard let found = section(name), name != "DEFAULT" || !found.entries.isEmpty else {
      let names = sections.map(\.name).filter { $0 != Self.settings }.joined(separator: ", ")
      throw refusal(
        "There is no profile '\(name)' in \(path), named by: \(origin). "
          + "Profiles there: \(names.isEmpty ? "none" : names).")
    }
    return found
  }

  private func section(_ name: String) -> Section? { sections.first { $0.name == name } }

  private func refusal(_ text: String) -> FeatureStoreError {
    FeatureStoreError(.configuration, text, context: .init(path: path))
  }
}

/// The lines by LF, CR LF or CR, without the byte order mark that some editors put in front.
private func lines(of text: String) -> [Substring] {
  let text = text.unicodeScalars.first == "\u{FEFF}" ? Substring(text.unicodeScalars.dropFirst()) : text[...]
  return text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
}

private func trimmed(_ text: Substring) -> Substring {
  guard let first = text.firstIndex(where: { !$0.isWhitespace }), let last = text.lastIndex(where: { !$0.isWhitespace })
  else { return "" }
  return text[first...last]
}
