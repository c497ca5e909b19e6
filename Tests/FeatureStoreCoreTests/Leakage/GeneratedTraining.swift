import DataFrames
import FeatureStoreCore
import Foundation

/// Training frames as people have them, made from a seed, with no leak in them until one is planted.
struct GeneratedTraining {
  /// What labels are.
  enum Label: CaseIterable { case flag, rareFlag, words, grades, amount, mostlyZero }

  private var numbers: SeededGenerator
  let label: Label
  let rowCount: Int
  /// How good a customer is, hidden; labels depend on it, and so do features, with much noise.
  private var quality: [Double] = []
  private(set) var labelNumbers: [Double] = []
  private let times: [Timestamp]

  init(seed: Int) {
    numbers = SeededGenerator(seed: seed)
    label = Label.allCases[seed % Label.allCases.count]
    rowCount = label == .rareFlag ? numbers.pick([1_000, 1_500]) : numbers.pick([120, 300, 600])
    let first = 1_700_000_000
    times = (0..<rowCount).map { Timestamp(seconds: Int64(first + $0 * 3_600)) }
    quality = (0..<rowCount).map { _ in normal() }
    labelNumbers = quality.map { labelNumber($0) }
  }

  mutating func normal() -> Double {
    let (u, v) = (Double.random(in: 1e-12..<1, using: &numbers), Double.random(in: 0..<1, using: &numbers))
    return (-2 * log(u)).squareRoot() * cos(2 * .pi * v)
  }

  private mutating func labelNumber(_ quality: Double) -> Double {
    let noisy = quality + normal()
    switch label {
    case .flag: return noisy > 0.5 ? 1 : 0
    case .rareFlag: return noisy > 3.1 ? 1 : 0
    case .words: return noisy < -1 ? 0 : noisy < 1 ? 1 : 2
    case .grades: return min(max((noisy * 1.2 + 3).rounded(), 1), 5)
    case .amount: return (exp(noisy) * 10_000).rounded() / 100
    case .mostlyZero: return noisy > 1.2 ? (exp(noisy) * 10_000).rounded() / 100 : 0
    }
  }

  /// The columns of every frame: keys, times, the label, and features without a leak.
  mutating func columns() -> [(name: String, column: Column)] {
    let words = ["bronze", "silver", "gold"]
    let labels: Column =
      switch label {
      case .words: .string(labelNumbers.map { words[Int($0)] })
      case .flag, .rareFlag, .grades: .int64(labelNumbers.map { Int64($0) })
      case .amount, .mostlyZero: .float64(labelNumbers)
      }
    return [
      ("row_key", .string((0..<rowCount).map { "c\($0)" })), ("event_timestamp", .timestamp(times)),
      ("label", labels),
    ] + features()
  }

  private mutating func features() -> [(name: String, column: Column)] {
    let quality = quality
    let rows = 0..<rowCount
    let signup = times.map { time in
      Timestamp(seconds: time.seconds - Int64.random(in: 0...90_000_000, using: &numbers))
    }
    return [
      ("age", .int64(rows.map { _ in Int64.random(in: 18...90, using: &numbers) })),
      ("spend", .float64(quality.map { exp($0 + normal()) * 100 })),
      ("score", .float64(quality.map { $0 * 2 + normal() })),
      ("visits", .int64(quality.map { Int64(max(0, ($0 * 2 + 4 + normal() * 2).rounded())) })),
      ("plan", .string(quality.map { numbers.chance($0 > 0 ? 60 : 40) ? "pro" : "free" })),
      ("city", .string(rows.map { _ in "city \(Int.random(in: 0..<30, using: &numbers))" })),
      ("email", .string(rows.map { "user\($0)@example.org" })),
      ("always_zero", .int64(rows.map { _ in 0 })),
      ("rarely_one", .int64(rows.map { $0 == 7 || $0 == 20 ? 1 : 0 })),
      ("is_mobile", .bool(rows.map { _ in numbers.chance(50) })),
      ("days_since", .float64(quality.map { numbers.chance($0 > 0 ? 20 : 50) ? nil : abs(normal()) * 30 })),
      ("not_a_number", .float64(rows.map { _ in numbers.chance(10) ? .nan : normal() })),
      ("hardly_filled", .int64(rows.map { $0 % 60 == 0 ? 1 : nil })),
      ("signup", .timestamp(signup)),
    ]
  }
}

/// Ways in which a label gets into a feature.
extension GeneratedTraining {
  /// Which of several leaks is planted follows from the seed.
  mutating func leak(_ kind: Int) -> (name: String, column: Column, more: [(String, Column)]) {
    switch kind % 10 {
    case 0: ("copy as other values", copy(), [])
    case 1: isNumber ? ("copy plus noise", .float64(noisy(0.005)), []) : ("copy with flips", flipped(), [])
    case 2: ("filled with the label", label == .amount ? .float64(noisy(0.01)) : filled(), [])
    case 3: isNumber ? ("logarithm", .float64(labelNumbers.map { log($0 + 1) }), []) : ("strings", strings(), [])
    case 4: isNumber ? ("falling", .float64(labelNumbers.map { -$0 * $0 * $0 }), []) : ("threshold", threshold(0), [])
    case 5: ("a later time", .timestamp(times.map { Timestamp(seconds: $0.seconds + 86_400) }), [])
    case 6: isNumber ? ("with nulls", withNulls(), []) : ("threshold with flips", threshold(1), [])
    case 7:
      ("source later", .float64(labelNumbers.map { _ in normal() }), [("leak_timestamp", .timestamp(sourceTimes))])
    case 8: ("copy where known", copyWhereKnown(), [])
    default: ("float copy", .float64(labelNumbers.map { $0 * 3 + 2 }), [])
    }
  }

  private var isNumber: Bool { label == .amount || label == .mostlyZero }
  /// One in ten is later than its row.
  private var sourceTimes: [Timestamp] {
    times.enumerated().map { Timestamp(seconds: $1.seconds + ($0 % 10 == 0 ? 60 : -60)) }
  }

  private func copy() -> Column {
    isNumber ? .float32(labelNumbers.map { Float($0) }) : .string(labelNumbers.map { "state \(Int($0))" })
  }

  /// Filled for one label, for a label of numbers where it is not zero.
  private func filled() -> Column {
    .string(labelNumbers.map { $0 == (label == .words || label == .grades ? 2 : 0) ? nil : "closed" })
  }

  private mutating func noisy(_ share: Double) -> [Double] {
    labelNumbers.map { $0 * (1 + share * normal()) }
  }

  private mutating func flipped() -> Column {
    .int64(labelNumbers.map { (value: Double) -> Int64 in numbers.chance(1) ? Int64(value) ^ 1 : Int64(value) })
  }

  private mutating func strings() -> Column {
    .string(
      labelNumbers.map { (value: Double) -> String in
        "status \(Int(value) * 4 + Int.random(in: 0..<4, using: &numbers))"
      })
  }

  private mutating func threshold(_ percent: Int) -> Column {
    .float64(
      labelNumbers.map { (value: Double) -> Double in
        numbers.chance(percent)
          ? Double.random(in: 0..<5, using: &numbers) : value + Double.random(in: 0..<0.99, using: &numbers)
      })
  }

  private mutating func withNulls() -> Column {
    .float64(labelNumbers.map { (value: Double) -> Double? in numbers.chance(30) ? nil : value.squareRoot() })
  }

  private mutating func copyWhereKnown() -> Column {
    .float64(labelNumbers.map { (value: Double) -> Double? in numbers.chance(40) ? nil : value })
  }
}
