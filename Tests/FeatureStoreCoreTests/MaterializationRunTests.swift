import DataFrames
import FeatureStoreCore
import Testing

@Suite struct MaterializationRunTests {
  private func done(_ view: String) -> MaterializedView {
    MaterializedView(
      view: view, start: Timestamp(seconds: 0), end: Timestamp(seconds: 1), entities: 1, rowsWithoutKey: 0)
  }

  private func failing(_ view: String) throws -> MaterializedView {
    throw FeatureStoreError(.columnNotFound, "'\(view)' has no column.", context: .init(view: view))
  }

  @Test("every view is tried; the error lists those that failed and carries the others")
  func partly() throws {
    var run = MaterializationRun()
    try run.add("a") { done("a") }
    try run.add("b") { try failing("b") }
    try run.add("c") { done("c") }
    try run.add("d") { try failing("d") }
    let error = try #require(throws: FeatureStoreError.self) { try run.result() }
    #expect(error.code == .columnNotFound)
    #expect(error.message.contains("2 of 4 views"))
    #expect(error.message.contains("b: 'b' has no column.") && error.message.contains("d: 'd' has no column."))
    let failure = try #require(error.underlying as? MaterializationFailure)
    #expect(failure.done.map(\.view) == ["a", "c"] && failure.failures.map(\.view) == ["b", "d"])
  }

  @Test("one view alone keeps its own error, and no failure gives the views")
  func alone() throws {
    var run = MaterializationRun()
    try run.add("b") { try failing("b") }
    let error = try #require(throws: FeatureStoreError.self) { try run.result() }
    #expect(error.message == "'b' has no column.")
    var fine = MaterializationRun()
    try fine.add("a") { done("a") }
    #expect(try fine.result().map(\.view) == ["a"])
  }

  @Test("a cancelled task stops at once")
  func cancelled() async {
    var run = MaterializationRun()
    #expect(throws: CancellationError.self) { try run.add("a") { throw CancellationError() } }
    await #expect(throws: CancellationError.self) {
      try await run.add("a") { () async throws in throw CancellationError() }
    }
  }
}
