/// A picture that a cell can show.
package protocol Plot {
  var title: String { get }
  /// What is to be seen, in words and numbers, for who cannot see it.
  var summary: String { get }
  /// An SVG document of its own, without scripts and references.
  var svg: String { get }
}

/// The colours of all plots, on white; told apart by people who see red and green alike.
enum Palette {
  static let text = "#1f2933"
  static let muted = "#5f6b7a"
  static let grid = "#e3e7ec"
  static let axis = "#9aa5b1"
  static let main = "#2f6db3"
  static let light = "#a9c8e8"
  static let warning = "#d9772b"

  /// A shade from nearly white (0) to dark blue (1).
  static func shade(_ share: Double) -> String {
    let (from, to) = ([236.0, 241.0, 246.0], [17.0, 68.0, 128.0])
    let part = min(max(share, 0), 1)
    let mixed = zip(from, to).map { Int(($0 + ($1 - $0) * part).rounded()) }
    return "rgb(\(mixed.map(String.init).joined(separator: ",")))"
  }
}
