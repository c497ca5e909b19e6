/// Text that stands inside HTML, SVG or Markdown.
package enum Markup {
  /// Escapes what has a meaning in XML and HTML, in text and in attributes, and replaces what XML 1.0 cannot hold.
  package static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      case "\t", "\n", "\r": result += " "
      case _ where scalar.value < 0x20 || scalar.value & 0xFFFE == 0xFFFE: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// A name as code in Markdown.
  package static func code(_ name: String) -> String {
    "`" + name.replacing("`", with: "'").replacing("\n", with: " ") + "`"
  }
}
