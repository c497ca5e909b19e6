internal import SampleKit

/// How old things are, against the age up to which they count.
package struct AgePlot: Plot {
  /// The words of the picture.
  package struct Words: Sendable {
    /// Letters and hyphens; unlike those of other plots on a page.
    let id: String
    let title: String
    let note: String
    /// What is counted: rows, entities.
    let counted: String
    let within: String
    let beyond: String

    package init(id: String, title: String, note: String, counted: String, within: String, beyond: String) {
      (self.id, self.title, self.note) = (id, title, note)
      (self.counted, self.within, self.beyond) = (counted, within, beyond)
    }
  }

  private let words: Words
  /// In ``unit``, ascending.
  private let ages: [Double]
  private let limit: Double?
  package let unit: AgeUnit

  /// - Parameters:
  ///   - seconds: The ages.
  ///   - limit: The ttl in seconds; an age exactly so counts. nil: all ages count.
  package init(_ words: Words, seconds: [Double], limit: Double?) {
    let unit = AgeUnit(longest: max(seconds.max() ?? 0, limit ?? 0))
    self.words = words
    self.unit = unit
    ages = seconds.map { $0 / unit.seconds }.sorted()
    self.limit = limit.map { $0 / unit.seconds }
  }

  package var title: String { words.title }

  private var beyond: Int { limit.map { limit in ages.count { $0 > limit } } ?? 0 }

  package var summary: String {
    guard let last = ages.last else { return "There are no \(words.counted)." }
    let middle = NumberText.significant(ages[ages.count / 2])
    let range =
      "\(NumberText.count(ages.count)) \(words.counted), at most \(NumberText.significant(last)) \(unit.name) "
      + "old, half of them \(middle) \(unit.name) or less"
    guard let limit else { return range + "." }
    return "\(range); \(NumberText.count(ages.count - beyond)) within the ttl of \(NumberText.significant(limit)) "
      + "\(unit.name), \(NumberText.count(beyond)) beyond it."
  }

  package var svg: String {
    var canvas = SVGCanvas(width: 960, height: 360)
    canvas.text(words.title, 16, 28, .init(size: 16, isBold: true))
    canvas.text(words.note, 16, 48, .init(size: 12, fill: Palette.muted))
    let area = Rect(x: 76, y: 104, width: 860, height: 196)
    drawLegend(on: &canvas)
    if let bins {
      var histogram = Histogram(bins)
      (histogram.xTicks, histogram.yTicks, histogram.counted) = (12, 5, words.counted)
      histogram.upperEnd = limit.map { $0 * 1.04 }
      histogram.warned = warned(bins)
      histogram.draw(on: &canvas, in: area)
      if let limit { drawLimit(on: &canvas, histogram.xAxis(area).position(limit), area) }
    }
    canvas.text(
      "age in \(unit.name)", area.x + area.width / 2, 338, .init(size: 12, anchor: "middle", fill: Palette.muted))
    canvas.text(
      words.counted, 22, area.y + area.height / 2,
      .init(size: 12, anchor: "middle", fill: Palette.muted, rotation: -90))
    return canvas.document(id: words.id, title: words.title, description: summary)
  }

  /// From zero on, all ages: here the tail is what matters.
  private var bins: Bins? {
    guard let last = ages.last else { return nil }
    let step = NiceStep(span: max(last, limit ?? 0, 1e-9), count: 60)
    return Bins(ages, edges: (0...step.index(below: last) + 1).map(step.multiple))
  }

  private func warned(_ bins: Bins) -> [Int] {
    let late = Bins(limit.map { limit in ages.filter { $0 > limit } } ?? [], edges: bins.edges)
    return late.counts
  }

  private func drawLegend(on canvas: inout SVGCanvas) {
    canvas.rect(Rect(x: 16, y: 62, width: 11, height: 11), fill: Palette.main, radius: 2)
    let within = "\(words.within): \(NumberText.count(ages.count - beyond))"
    canvas.text(within, 32, 72, .init(size: 12))
    guard limit != nil else { return }
    let left = 60 + SVGCanvas.width(of: within, size: 12)
    canvas.rect(Rect(x: left, y: 62, width: 11, height: 11), fill: Palette.warning, radius: 2)
    canvas.text("\(words.beyond): \(NumberText.count(beyond))", left + 16, 72, .init(size: 12))
  }

  private func drawLimit(on canvas: inout SVGCanvas, _ x: Double, _ area: Rect) {
    canvas.line((x, area.y - 12), (x, area.bottom), stroke: Palette.text, width: 1.5, dashes: "5 3")
    let text = "ttl \(NumberText.significant(limit ?? 0)) \(unit.name)"
    let isRight = x > area.x + area.width * 0.8
    canvas.text(
      text, isRight ? x - 6 : x + 6, area.y - 4, .init(size: 12, anchor: isRight ? "end" : "start", isBold: true))
  }
}

/// The unit in which ages are easiest to read.
package enum AgeUnit: Sendable {
  case days, hours, minutes, seconds

  /// - Parameter longest: The longest age in seconds.
  package init(longest: Double) {
    switch longest {
    case (2 * 86_400)...: self = .days
    case 7_200...: self = .hours
    case 120...: self = .minutes
    default: self = .seconds
    }
  }

  package var seconds: Double {
    switch self {
    case .days: 86_400
    case .hours: 3_600
    case .minutes: 60
    case .seconds: 1
    }
  }

  package var name: String {
    switch self {
    case .days: "days"
    case .hours: "hours"
    case .minutes: "minutes"
    case .seconds: "seconds"
    }
  }
}
