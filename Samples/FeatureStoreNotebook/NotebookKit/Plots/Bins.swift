/// How many values lie in each of a number of ranges of one width.
package struct Bins: Hashable, Sendable {
  /// One more than there are ranges; a value at an edge belongs to the range above it.
  package let edges: [Double]
  package let counts: [Int]
  /// Values before the first edge and from the last edge on.
  package let below: Int
  package let above: Int

  /// Chooses ranges for values, of which there must be one at least; nothing but finite numbers are counted.
  ///
  /// When the outermost hundredth of the values would squeeze all others, it is counted in ``below`` or ``above``. Whole
  /// numbers get ranges of a whole width.
  package init?(_ values: [Double], about count: Int = 24) {
    let sorted = values.filter(\.isFinite).sorted()
    guard let low = sorted.first, let high = sorted.last else { return nil }
    let (first, last) = Self.core(sorted, low, high)
    let isWhole = sorted.allSatisfy { $0 == $0.rounded() && $0.magnitude < 1e15 }
    let spread = last > first ? last - first : max(first.magnitude / 10, isWhole ? 1 : 1e-9)
    let step = NiceStep(span: spread, count: last > first ? count : 1, isWhole: isWhole)
    // A range too fine for the values' own precision would have equal edges.
    guard max(first.magnitude, last.magnitude) / step.size < 1e12 else { return nil }
    let start = step.index(below: first)
    self.init(sorted, edges: (start...step.index(below: last) + 1).map(step.multiple))
  }

  /// Counts sorted values in given ranges.
  package init(_ sorted: [Double], edges: [Double]) {
    self.edges = edges
    let starts = edges.map { (edge: Double) -> Int in Self.count(of: sorted, before: edge) }
    counts = zip(starts, starts.dropFirst()).map { $1 - $0 }
    below = starts.first ?? 0
    above = sorted.count - (starts.last ?? 0)
  }

  /// The range of the values without a tail that is longer than half of the rest.
  private static func core(_ sorted: [Double], _ low: Double, _ high: Double) -> (Double, Double) {
    let hundredth = sorted.count / 100
    let (lower, upper) = (sorted[hundredth], sorted[sorted.count - 1 - hundredth])
    let isLongAbove = upper > low && high - low > 1.5 * (upper - low)
    let isLongBelow = lower < high && high - low > 1.5 * (high - lower)
    return (isLongBelow ? lower : low, isLongAbove ? upper : high)
  }

  private static func count(of sorted: [Double], before edge: Double) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < edge { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
