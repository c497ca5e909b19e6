internal import DataFrames
internal import Foundation

/// Two groupings of the same rows, those without a value in either left out, and what one of them tells about the other.
///
/// Every measure is 1 for a feature that tells all, and low for one that tells no more than how frequent the labels are.
struct GroupedPair {
  private let feature: [Int32]
  private let label: [Int32]
  private let featureCount: Int
  private let labelCounts: [Int]
  private let featureCounts: [Int]
  /// How many rows of the feature's group `g` have the label `c`: at `g × classes + c`; empty unless asked for.
  private let table: [Int]

  init(_ feature: ValueGroups, _ label: ValueGroups, withTable: Bool) {
    let rows = feature.ids.indices.filter { feature.ids[$0] >= 0 && label.ids[$0] >= 0 }
    self.feature = rows.map { feature.ids[$0] }
    self.label = rows.map { label.ids[$0] }
    featureCount = feature.count
    featureCounts = Self.counts(self.feature, feature.count)
    labelCounts = Self.counts(self.label, label.count)
    guard withTable else {
      table = []
      return
    }
    var table = [Int](repeating: 0, count: feature.count * label.count)
    for (group, label) in zip(self.feature, self.label) { table[Int(group) * labelCounts.count + Int(label)] += 1 }
    self.table = table
  }

  private static func counts(_ ids: [Int32], _ count: Int) -> [Int] {
    ids.reduce(into: [Int](repeating: 0, count: count)) { (counts: inout [Int], id: Int32) in counts[Int(id)] += 1 }
  }

  var rowCount: Int { label.count }
  var hasDifferentLabels: Bool { labelCounts.count { $0 > 0 } > 1 }

  /// How much the rows can prove: minus the logarithm of the chance that two such columns agree throughout by luck.
  var evidence: Double { min(Self.evidence(featureCounts, rowCount), Self.evidence(labelCounts, rowCount)) }

  private static func evidence(_ counts: [Int], _ rows: Int) -> Double {
    guard rows > 0, rows - (counts.max() ?? 0) >= 4 else { return 0 }
    let shares = counts.lazy.map { Double($0) / Double(rows) }
    return -Double(rows) * log(shares.reduce(0) { $0 + $1 * $1 })
  }

  /// Whether values and labels pair one to one without an exception.
  var isOneToOne: Bool {
    let classes = labelCounts.count
    var taken: Set<Int> = []
    for group in 0..<featureCount where featureCounts[group] > 0 {
      let row = table[group * classes..<(group + 1) * classes]
      guard let label = row.firstIndex(where: { $0 > 0 }), row[label] == featureCounts[group],
        taken.insert(label - group * classes).inserted
      else { return false }
    }
    return true
  }

  /// The share of rows whose label follows from the other rows of the same value, each label counted alike.
  var toldByValue: Double {
    let classes = labelCounts.count
    var correct = [Int](repeating: 0, count: classes)
    for group in 0..<featureCount {
      for label in 0..<classes {
        let own = table[group * classes + label]
        guard own > 1 else { continue }
        let weight = Double(own - 1) / Double(labelCounts[label])
        let others = (0..<classes).lazy.filter { $0 != label && labelCounts[$0] > 0 }
          .map { Double(table[group * classes + $0]) / Double(labelCounts[$0]) }
        if weight > (others.max() ?? 0) { correct[label] += own }
      }
    }
    let shares = (0..<classes).filter { labelCounts[$0] > 0 }.map { Double(correct[$0]) / Double(labelCounts[$0]) }
    return shares.reduce(0, +) / Double(max(shares.count, 1))
  }

  /// How well thresholds of the feature keep neighbouring labels apart: the area under the curve for two labels, for
  /// more that of each two which follow each other, by their rows.
  var toldByThreshold: Double {
    let order = labelsByMeanRank
    guard order.count > 1 else { return 0 }
    let classes = labelCounts.count
    var below = [Double](repeating: 0, count: classes)
    var wins = [Double](repeating: 0, count: order.count - 1)
    for group in 0..<featureCount {
      for pair in wins.indices {
        let own = Double(table[group * classes + order[pair + 1]])
        if own > 0 { wins[pair] += own * (below[order[pair]] + Double(table[group * classes + order[pair]]) / 2) }
      }
      for label in order { below[label] += Double(table[group * classes + label]) }
    }
    let sizes = wins.indices.map { (pair: Int) -> (product: Double, rows: Double) in
      let (low, high) = (Double(labelCounts[order[pair]]), Double(labelCounts[order[pair + 1]]))
      return (low * high, low + high)
    }
    let rows = sizes.reduce(0) { $0 + $1.rows }
    return wins.indices.reduce(0.0) { $0 + wins[$1] / sizes[$1].product * sizes[$1].rows } / rows
  }

  /// The labels that occur, from the one whose rows have the lowest values to that with the highest.
  private var labelsByMeanRank: [Int] {
    var sums = [Double](repeating: 0, count: labelCounts.count)
    let ranks = Self.ranks(feature, featureCounts)
    for (rank, label) in zip(ranks, label) { sums[Int(label)] += rank }
    return labelCounts.indices.filter { labelCounts[$0] > 0 }
      .sorted { sums[$0] / Double(labelCounts[$0]) < sums[$1] / Double(labelCounts[$1]) }
  }

  /// The absolute rank correlation after Spearman; nil when a side never changes.
  var rankCorrelation: Double? {
    correlation(Self.ranks(feature, featureCounts), Self.ranks(label, labelCounts))
  }

  /// The place of each row among all, the middle one where values are equal.
  private static func ranks(_ ids: [Int32], _ counts: [Int]) -> [Double] {
    var middles: [Double] = []
    middles.reserveCapacity(counts.count)
    var before = 0
    for count in counts {
      middles.append(Double(before) + Double(count - 1) / 2)
      before += count
    }
    return ids.map { middles[Int($0)] }
  }
}

/// The absolute correlation after Pearson of the rows that have both numbers; nil when a side never changes.
func correlation(_ left: [Double], _ right: [Double]) -> Double? {
  var (count, leftSum, rightSum) = (0.0, 0.0, 0.0)
  for (x, y) in zip(left, right) where !x.isNaN && !y.isNaN {
    count += 1
    leftSum += x
    rightSum += y
  }
  let (leftMean, rightMean) = (leftSum / count, rightSum / count)
  var (product, leftSquares, rightSquares) = (0.0, 0.0, 0.0)
  for (first, second) in zip(left, right) where !first.isNaN && !second.isNaN {
    let (x, y) = (first - leftMean, second - rightMean)
    product += x * y
    leftSquares += x * x
    rightSquares += y * y
  }
  let scale = leftSquares.squareRoot() * rightSquares.squareRoot()
  return scale > 0 && scale.isFinite ? min(abs(product) / scale, 1) : nil
}
