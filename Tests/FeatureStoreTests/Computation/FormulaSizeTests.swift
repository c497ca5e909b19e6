import FeatureStore
import Foundation
import Testing

/// What users can make as long or as deep as they like, on a thread with a small stack.
@Suite struct FormulaSizeTests {
  private static let events: DataFrame = [
    "id": .int64([1, 1]), "at": .timestamp([0, 86_400].map { Timestamp(seconds: $0) }), "a": .float64([1, 2]),
    "city": .string(["x", "y"]),
  ]

  private func formula(_ text: String) throws -> TemporalFeatureDefinition {
    try TemporalFeatureDefinition(
      name: "x", description: "", entityKey: "id", timestampColumn: "at", computationType: .derived,
      derivationFormula: text)
  }

  private func last(_ features: [TemporalFeatureDefinition], _ events: DataFrame = events) throws -> Double? {
    var registry = FeatureRegistry()
    for feature in features { try registry.register(feature) }
    let computation = try FeatureComputation(registry)
    return try onSmallStack { try computation.run(events).frame["x", as: Double.self].last ?? nil }
  }

  @Test("12,000 terms are added up, multiplied, joined and compared")
  func terms() throws {
    #expect(try last([formula(String(repeating: "a + ", count: 11_999) + "a")]) == 24_000)
    #expect(try last([formula(String(repeating: "1 * ", count: 11_999) + "a")]) == 2)
    #expect(try last([formula(String(repeating: "a > 0 and ", count: 11_999) + "a < 3")]) == 1)
    #expect(try last([formula(String(repeating: "city == 'no' or ", count: 2_000) + "city == 'y'")]) == 1)
  }

  @Test("100,000 nested brackets, signs, negations, powers and calls are an error with a limit, not a crash")
  func depth() throws {
    for (open, close) in [("(", ")"), ("-", ""), ("not ", ""), ("abs(", ")"), ("2 ** ", ""), ("coalesce(1, ", ")")] {
      let deep = try formula(
        String(repeating: open, count: 100_000) + "a" + String(repeating: close, count: 100_000))
      let error = #expect(throws: FeatureStoreError.self) { try last([deep]) }
      #expect(error?.message.contains("nested deeper than 200") == true, "\(open)")
    }
    #expect(try last([formula(String(repeating: "(", count: 200) + "a" + String(repeating: ")", count: 200))]) == 2)
    #expect(try last([formula(String(repeating: "(a) + ", count: 1_000) + "a")]) == 2_002)
  }

  @Test("an interaction of 20,000 sources is multiplied")
  func sources() throws {
    let names = (0..<20_000).map { "c\($0)" }
    var columns: [(name: String, column: Column)] = [
      ("id", .int64([1])), ("at", .timestamp([Timestamp(seconds: 0)])),
    ]
    columns += names.enumerated().map { (name: $1, column: .float64([$0 == 7 ? 5 : 1])) }
    let feature = try TemporalFeatureDefinition(
      name: "x", description: "", entityKey: "id", timestampColumn: "at", sourceColumns: names,
      computationType: .interaction)
    #expect(try last([feature], DataFrame(columns: columns)) == 5)
    #expect(try last([formula(names.joined(separator: " * "))], DataFrame(columns: columns)) == 5)
  }

  @Test("a chain of 20,000 features is computed whatever the order, and a circle at its end is found once")
  func chain() throws {
    func link(_ index: Int, _ text: String) throws -> TemporalFeatureDefinition {
      try TemporalFeatureDefinition(
        name: index == 19_999 ? "x" : "f\(index)", description: "", entityKey: "id", timestampColumn: "at",
        computationType: .derived, derivationFormula: text)
    }
    let links = try (0..<20_000).map { try link($0, $0 == 0 ? "a" : "f\($0 - 1) + 1") }
    #expect(try last(links) == 20_001)
    #expect(try last(links.reversed()) == 20_001)
    let error = #expect(throws: FeatureStoreError.self) { try last([link(0, "x + 1")] + links.dropFirst()) }
    #expect(error?.message.contains("closes a circle") == true && error?.message.count ?? 0 < 500)
  }
}

/// Runs a piece of work on a thread of 256 KiB of stack, as little as a thread of a server has.
func onSmallStack<Result: Sendable>(_ body: @escaping @Sendable () throws -> Result) throws -> Result {
  let done = DispatchSemaphore(value: 0)
  let box = ResultBox<Result>()
  let thread = Thread {
    box.set { try body() }
    done.signal()
  }
  thread.stackSize = 256 * 1_024
  thread.start()
  done.wait()
  return try box.get()
}

/// Invariant behind `@unchecked`: the thread sets the result before it signals, and only then it is read.
private final class ResultBox<Value: Sendable>: @unchecked Sendable {
  private var result: Result<Value, any Error>?

  func set(_ body: () throws -> Value) { result = Swift.Result { try body() } }
  func get() throws -> Value { try #require(result).get() }
}
