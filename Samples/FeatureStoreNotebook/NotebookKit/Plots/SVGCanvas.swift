internal import SampleKit

/// Collects shapes and writes them as one SVG document with a white ground.
///
/// Only shapes, text and titles: viewers drop scripts, styles and references.
struct SVGCanvas {
  struct TextStyle {
    var size = 11.0
    /// `start`, `middle` or `end`.
    var anchor = "start"
    var fill = Palette.text
    var isBold = false
    /// Degrees, around the text's own place.
    var rotation = 0.0
  }

  let width: Double
  let height: Double
  private var body: [String] = []

  init(width: Double, height: Double) {
    self.width = width
    self.height = height
  }

  /// - Parameter title: What the shape stands for; viewers show it under the pointer.
  mutating func rect(_ frame: Rect, fill: String, title: String? = nil, radius: Double = 0) {
    let shape =
      "<rect x=\"\(number(frame.x))\" y=\"\(number(frame.y))\" width=\"\(number(frame.width))\" "
      + "height=\"\(number(frame.height))\"\(radius > 0 ? " rx=\"\(number(radius))\"" : "") fill=\"\(fill)\""
    body.append(shape + (title.map { "><title>\(Markup.escaped($0))</title></rect>" } ?? "/>"))
  }

  /// - Parameter dashes: Such as `4 3`.
  mutating func line(
    _ from: (x: Double, y: Double), _ to: (x: Double, y: Double), stroke: String = Palette.grid, width: Double = 1,
    dashes: String? = nil
  ) {
    body.append(
      "<line x1=\"\(number(from.x))\" y1=\"\(number(from.y))\" x2=\"\(number(to.x))\" y2=\"\(number(to.y))\" "
        + "stroke=\"\(stroke)\" stroke-width=\"\(number(width))\""
        + (dashes.map { " stroke-dasharray=\"\($0)\"" } ?? "") + "/>")
  }

  mutating func text(_ text: String, _ x: Double, _ y: Double, _ style: TextStyle = TextStyle()) {
    let turn = style.rotation == 0 ? "" : " transform=\"rotate(\(number(style.rotation)) \(number(x)) \(number(y)))\""
    body.append(
      "<text x=\"\(number(x))\" y=\"\(number(y))\" font-size=\"\(number(style.size))\" fill=\"\(style.fill)\""
        + (style.anchor == "start" ? "" : " text-anchor=\"\(style.anchor)\"")
        + (style.isBold ? " font-weight=\"600\"" : "") + turn + ">\(Markup.escaped(text))</text>")
  }

  /// The document.
  ///
  /// - Parameter id: Unlike those of the other documents on a page.
  func document(id: String, title: String, description: String) -> String {
    let size =
      "width=\"\(number(width))\" height=\"\(number(height))\" viewBox=\"0 0 \(number(width)) \(number(height))\""
    let head =
      "<svg xmlns=\"http://www.w3.org/2000/svg\" \(size) role=\"img\" aria-labelledby=\"\(id)-title \(id)-desc\" "
      + "font-family=\"system-ui, -apple-system, 'Segoe UI', 'Liberation Sans', Helvetica, Arial, sans-serif\">"
    let ground = "<rect width=\"\(number(width))\" height=\"\(number(height))\" rx=\"6\" fill=\"#ffffff\"/>"
    let texts = [
      "<title id=\"\(id)-title\">\(Markup.escaped(title))</title>",
      "<desc id=\"\(id)-desc\">\(Markup.escaped(description))</desc>",
    ]
    return ([head] + texts + [ground] + body + ["</svg>"]).joined(separator: "\n") + "\n"
  }

  /// A coordinate with at most two digits after the point.
  private func number(_ value: Double) -> String {
    let hundredths = Int((value * 100).rounded())
    let (whole, rest) = Int(hundredths.magnitude).quotientAndRemainder(dividingBy: 100)
    let sign = hundredths < 0 ? "-" : ""
    if rest == 0 { return "\(sign)\(whole)" }
    return "\(sign)\(whole).\(rest < 10 ? "0\(rest)" : rest % 10 == 0 ? "\(rest / 10)" : "\(rest)")"
  }

  /// About how wide a text is drawn; rather too wide than too narrow.
  static func width(of text: String, size: Double, isBold: Bool = false) -> Double {
    Double(text.count) * size * (isBold ? 0.66 : 0.6)
  }

  /// A text cut so that it stays within a width.
  static func fitted(_ text: String, width: Double, size: Double, isBold: Bool = false) -> String {
    let letters = max(1, Int(width / Self.width(of: "m", size: size, isBold: isBold)))
    return text.count <= letters ? text : text.prefix(letters - 1) + "…"
  }
}

/// A rectangle on a canvas, from its upper left corner.
struct Rect {
  let x: Double
  let y: Double
  let width: Double
  let height: Double

  var right: Double { x + width }
  var bottom: Double { y + height }
}
