internal import FeatureStore
internal import SampleKit

/// How the values of each feature are spread: a small histogram for each.
package struct DistributionPlot: Plot {
  /// One feature.
  package struct Feature: Sendable {
    let name: String
    let values: [Double]
    let missing: Int

    /// - Parameter values: What is null or no number is missing; infinite values are left out of the picture.
    package init(_ name: String, _ values: [Double?]) {
      self.name = name
      self.values = values.compactMap { $0 }.filter { !$0.isNaN }
      missing = values.count - self.values.count
    }
  }

  private let features: [Feature]
  private let omitted: Int
  private static let columns = 4
  private static let panel = Rect(x: 0, y: 0, width: 236, height: 182)
  private static let top = 66.0

  /// - Parameter limit: How many features are drawn; a line says how many are not.
  package init(_ features: [Feature], limit: Int = 24) {
    self.features = Array(features.prefix(limit))
    omitted = max(0, features.count - limit)
  }

  package var title: String { "How the values of each feature are spread" }

  package var summary: String {
    let texts = features.map { (feature: Feature) -> String in
      let sorted = feature.values.sorted()
      guard let low = sorted.first, let high = sorted.last else { return "\(feature.name) has no value" }
      let middle = NumberText.significant(Self.median(sorted))
      return "\(feature.name) from \(NumberText.significant(low)) to \(NumberText.significant(high)), median \(middle)"
    }
    return texts.joined(separator: "; ") + "."
  }

  package var svg: String {
    let rows = (features.count + Self.columns - 1) / Self.columns
    let width = 16 + Self.panel.width * Double(Self.columns)
    var canvas = SVGCanvas(width: width, height: Self.top + Self.panel.height * Double(rows) + 8)
    canvas.text(title, 16, 28, .init(size: 16, isBold: true))
    let hidden = omitted > 0 ? " \(omitted) more features are not drawn." : ""
    canvas.text(
      "Across: the value. Upward: rows of the gold table. A lighter bar at an end holds the outermost values.\(hidden)",
      16, 48, .init(size: 12, fill: Palette.muted))
    for (index, feature) in features.enumerated() {
      let (row, column) = index.quotientAndRemainder(dividingBy: Self.columns)
      draw(
        feature, on: &canvas, left: 8 + Self.panel.width * Double(column),
        top: Self.top + Self.panel.height * Double(row))
    }
    return canvas.document(id: "distributions", title: title, description: summary)
  }

  private func draw(_ feature: Feature, on canvas: inout SVGCanvas, left: Double, top: Double) {
    let area = Rect(x: left + 56, y: top + 42, width: Self.panel.width - 74, height: Self.panel.height - 88)
    let name = SVGCanvas.fitted(feature.name, width: Self.panel.width - 16, size: 13, isBold: true)
    canvas.text(name, left + 8, top + 16, .init(size: 13, isBold: true))
    canvas.text(note(feature), left + 8, top + 31, .init(size: 10.5, fill: Palette.muted))
    guard let bins = Bins(feature.values) else { return }
    var histogram = Histogram(bins)
    (histogram.xTicks, histogram.yTicks) = (5, 4)
    histogram.draw(on: &canvas, in: area)
    canvas.text(
      "value", area.x + area.width / 2, area.bottom + 29, .init(size: 10, anchor: "middle", fill: Palette.muted))
    canvas.text(
      "rows", left + 16, area.y + area.height / 2,
      .init(size: 10, anchor: "middle", fill: Palette.muted, rotation: -90))
  }

  private func note(_ feature: Feature) -> String {
    let all = feature.values.count + feature.missing
    guard !feature.values.isEmpty else { return "no value" }
    let missing =
      feature.missing == 0 ? "none missing" : "\(NumberText.percent(Double(feature.missing) / Double(all))) missing"
    return "median \(NumberText.significant(Self.median(feature.values.sorted()))) · \(missing)"
  }

  private static func median(_ sorted: [Double]) -> Double {
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : sorted[middle - 1] / 2 + sorted[middle] / 2
  }
}
