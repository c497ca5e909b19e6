internal import SampleKit

/// Draws bars over an axis of values, with a grid and ticks, into a part of a canvas.
struct Histogram {
  let bins: Bins
  /// Of each range the values that are drawn in the warning colour, on top of the others.
  var warned: [Int]?
  var xTicks = 4
  var yTicks = 3
  /// What is counted, for the bars' titles.
  var counted = "rows"
  /// The end of the axis of values; nil: the last edge.
  var upperEnd: Double?
  /// Whether bars for the values outside of the ranges are drawn, lighter.
  private var hasTails: Bool { bins.below + bins.above > 0 }

  init(_ bins: Bins) { self.bins = bins }

  private var highest: Int { max(1, max(bins.counts.max() ?? 0, bins.below, bins.above)) }
  private var width: Double { bins.edges[1] - bins.edges[0] }

  /// The axis of values: one more range at an end where values lie beyond it.
  func xAxis(_ area: Rect) -> Axis {
    let lower = bins.edges[0] - (bins.below > 0 ? width : 0)
    let upper = bins.edges[bins.edges.count - 1] + (bins.above > 0 ? width : 0)
    return Axis(lower...max(upper, upperEnd ?? upper), from: area.x, to: area.right)
  }

  func draw(on canvas: inout SVGCanvas, in area: Rect) {
    let x = xAxis(area)
    let y = Axis(0...Double(highest) * 1.06, from: area.bottom, to: area.y)
    for tick in y.ticks(yTicks, isWhole: true) {
      let height = y.position(tick.value)
      canvas.line((area.x, height), (area.right, height))
      canvas.text(tick.text, area.x - 5, height + 3.5, .init(size: 10, anchor: "end", fill: Palette.muted))
    }
    drawBars(on: &canvas, x, y)
    canvas.line((area.x, area.bottom), (area.right, area.bottom), stroke: Palette.axis)
    for tick in ticks(of: x) {
      let place = x.position(tick.value)
      canvas.line((place, area.bottom), (place, area.bottom + 4), stroke: Palette.axis)
      canvas.text(tick.text, place, area.bottom + 15, .init(size: 10, anchor: "middle", fill: Palette.muted))
    }
  }

  /// As many ticks as wanted, or fewer when their texts would touch; whole numbers between whole edges.
  private func ticks(of x: Axis) -> [(value: Double, text: String)] {
    let areWhole = bins.edges.allSatisfy { $0 == $0.rounded() }
    for count in stride(from: xTicks, to: 1, by: -1) {
      let ticks = x.ticks(count, isWhole: areWhole)
      let widest = ticks.map { SVGCanvas.width(of: $0.text, size: 10) + 6 }.max() ?? 0
      let distances = zip(ticks, ticks.dropFirst()).map { x.position($1.value) - x.position($0.value) }
      if distances.allSatisfy({ $0 >= widest }) { return ticks }
    }
    return x.ticks(1, isWhole: areWhole)
  }

  private func drawBars(on canvas: inout SVGCanvas, _ x: Axis, _ y: Axis) {
    func bar(_ from: Double, _ to: Double, _ bottom: Int, _ count: Int, _ fill: String, _ title: String) {
      guard count > 0 else { return }
      let (left, right) = (x.position(from), x.position(to))
      let (low, high) = (y.position(Double(bottom)), y.position(Double(bottom + count)))
      let gap = min(1, (right - left) / 6)
      canvas.rect(
        Rect(x: left + gap / 2, y: min(high, low - 0.75), width: right - left - gap, height: max(low - high, 0.75)),
        fill: fill, title: "\(title): \(NumberText.count(count)) \(counted)")
    }
    let edges = bins.edges
    for (index, count) in bins.counts.enumerated() {
      let (from, to) = (edges[index], edges[index + 1])
      let title = "\(plain(from)) to \(plain(to))"
      let late = warned?[index] ?? 0
      bar(from, to, 0, count - late, Palette.main, title)
      bar(from, to, count - late, late, Palette.warning, title)
    }
    bar(edges[0] - width, edges[0], 0, bins.below, Palette.light, "below \(plain(edges[0]))")
    let last = edges[edges.count - 1]
    bar(last, last + width, 0, bins.above, Palette.light, "\(plain(last)) and more")
  }

  /// A number so that it reads back as the same.
  private func plain(_ value: Double) -> String {
    let text = "\(value)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
