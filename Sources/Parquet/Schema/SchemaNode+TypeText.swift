internal import DataFrames

extension SchemaNode {
  /// A file can nest and name its fields without end; a message cannot.
  private static let longestText = 200

  /// What the node holds, such as `struct<a: int64, tags: list<string>>`; a long text ends in `…`.
  var typeText: String {
    var text = ""
    write(to: &text)
    return text.unicodeScalars.count <= Self.longestText ? text : text.prefix(Self.longestText) + "…"
  }

  private func write(to text: inout String, isElement: Bool = false) {
    guard text.utf8.count <= 4 * Self.longestText else { return }
    if isRepeated && !isElement {
      text += "list<"
      write(to: &text, isElement: true)
      text += ">"
    } else if !isGroup {
      text += leafText
    } else if element.logicalType == .list, let element = ListLayout.element(of: self) {
      text += "list<"
      element.write(to: &text, isElement: true)
      text += ">"
    } else if element.logicalType == .map, let entries = children.first, entries.children.count == 2 {
      text += "map<"
      entries.children[0].write(to: &text)
      text += ", "
      entries.children[1].write(to: &text)
      text += ">"
    } else {
      writeFields(to: &text)
    }
  }

  private func writeFields(to text: inout String) {
    text += "struct<"
    for (index, child) in children.enumerated() {
      guard text.utf8.count <= 4 * Self.longestText else { return }
      text += (index > 0 ? ", " : "") + "\(child.element.name): "
      child.write(to: &text)
    }
    text += ">"
  }

  private var leafText: String {
    do throws(UnsupportedFeature) {
      return try ColumnKind(element).columnType.description
    } catch {
      return element.logicalType.map { "\($0)" } ?? "an unknown type"
    }
  }
}
