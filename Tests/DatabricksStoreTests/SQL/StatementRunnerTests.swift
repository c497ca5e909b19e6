import FeatureStoreCore
import FeatureStoreTesting
import HTTP
import Logging
import Testing

@testable import DatabricksStore

private let submit = "POST /api/2.0/sql/statements"
private let running = (status: 200, body: #"{"statement_id":"s1","status":{"state":"RUNNING"}}"#)
private let succeeded = (status: 200, body: #"{"statement_id":"s1","status":{"state":"SUCCEEDED"}}"#)
private let conflict = (
  status: 200,
  body: #"{"statement_id":"s1","status":{"state":"FAILED","error":{"message":"[DELTA_CONCURRENT_APPEND] x"}}}"#
)

@Suite("Running statements", .timeLimit(.minutes(1)))
struct StatementRunnerTests {
  private let clock = ManualClock()

  private func runner(_ workspace: ScriptedWorkspace, timeout: Duration? = nil) -> StatementRunner {
    let warehouse = WarehouseChooser(
      client: workspace.client, configured: "w1", clock: clock, logger: Logger(label: "test"))
    return StatementRunner(client: workspace.client, warehouse: warehouse, clock: clock, timeout: timeout)
  }

  /// A workspace with a running warehouse, whose other answers are numbered from 0.
  private func workspace(
    _ script: @escaping @Sendable (String, Int) -> (status: Int, body: String)?
  ) -> ScriptedWorkspace {
    ScriptedWorkspace { asked, number in
      number == 0 ? (200, #"{"id":"w1","name":"W","state":"RUNNING"}"#) : script(asked, number - 1)
    }
  }

  /// Wakes whoever sleeps, until the work is done.
  private func finish<Result: Sendable>(_ work: Task<Result, any Error>) async throws -> Result {
    let waker = Task {
      while !Task.isCancelled {
        try await clock.waitForSleepers()
        clock.advance(by: .seconds(10))
      }
    }
    defer { waker.cancel() }
    return try await work.value
  }

  @Test("a statement is submitted once, with its warehouse and its parameters")
  func submission() async throws {
    let workspace = workspace { asked, _ in asked == submit ? succeeded : nil }
    let parameter = SQLParameter(name: "n", value: nil, type: "BIGINT")
    try await runner(workspace).run(SQLStatement("SELECT :n", isRepeatable: false, parameters: [parameter]))
    let body = try workspace.body(1)
    #expect(body["statement"]?.string == "SELECT :n" && body["warehouse_id"]?.string == "w1")
    #expect(body["wait_timeout"]?.string == "5s" && body["on_wait_timeout"]?.string == "CONTINUE")
    #expect(body["parameters"]?.array?.first?["value"] == .null)
    #expect(workspace.transport.requests[1].repetition == .onlyIfRefused)
  }

  @Test("a statement that takes time is asked about until it ends")
  func polling() async throws {
    let workspace = workspace { asked, number in
      asked == submit ? running : number < 4 ? running : succeeded
    }
    let runner = runner(workspace)
    let answer = try await finish(Task { try await runner.query(SQLStatement("SELECT 1")) })
    #expect(answer.state == "SUCCEEDED")
    #expect(workspace.asked.suffix(4).allSatisfy { $0 == "GET /api/2.0/sql/statements/s1" })
  }

  @Test("a failure inside an answer of status 200 is an error with its number")
  func failure() async throws {
    let workspace = workspace { _, _ in
      let error = #"{"message":"[X] two\nlines","error_code":"IO"}"#
      return (200, #"{"statement_id":"s1","status":{"state":"FAILED","error":\#(error)}}"#)
    }
    let error = await #expect(throws: SQLFailure.self) { try await runner(workspace).run(SQLStatement("SELECT 1")) }
    #expect(error?.condition == "X" && error?.statementID == "s1" && error?.errorCode == "IO")
    #expect(error?.message == "[X] two lines")
  }

  @Test(
    "answers without a number or a state are errors",
    arguments: [#"{"status":{"state":"RUNNING"}}"#, #"{"statement_id":"s"}"#])
  func nonsense(body: String) async throws {
    let workspace = workspace { _, _ in (200, body) }
    await #expect(throws: FeatureStoreError.self) { try await runner(workspace).run(SQLStatement("SELECT 1")) }
  }

  @Test("a conflict with another writer is tried again, five times at most", arguments: [2, 9])
  func conflicts(count: Int) async throws {
    let workspace = workspace { _, number in number < count ? conflict : succeeded }
    let runner = runner(workspace)
    let work = Task { try await runner.runRetryingConflicts(SQLStatement("MERGE")) }
    if count < 5 {
      try await finish(work)
    } else {
      let error = await #expect(throws: SQLFailure.self) { try await finish(work) }
      #expect(error?.code == .conflict)
    }
    #expect(workspace.asked.filter { $0 == submit }.count == min(5, count + 1))
  }

  @Test("a statement that runs for too long is cancelled on the server before the error comes")
  func timeout() async throws {
    let workspace = workspace { asked, _ in asked.hasSuffix("cancel") ? (200, "{}") : running }
    let runner = runner(workspace, timeout: .seconds(12))
    let error = await #expect(throws: FeatureStoreError.self) {
      try await finish(Task { try await runner.run(SQLStatement("SELECT 1")) })
    }
    #expect(error?.code == .timedOut && error?.context.requestID == "s1")
    #expect(workspace.asked.last == "POST /api/2.0/sql/statements/s1/cancel")
  }

  @Test("a cancelled task ends at once, and its statement is cancelled on the server")
  func cancellation() async throws {
    let workspace = workspace { asked, _ in asked.hasSuffix("cancel") ? (200, "{}") : running }
    let runner = runner(workspace)
    let work = Task { try await runner.run(SQLStatement("SELECT 1")) }
    try await clock.waitForSleepers()
    work.cancel()
    await #expect(throws: CancellationError.self) { try await work.value }
    await eventually { workspace.asked.last == "POST /api/2.0/sql/statements/s1/cancel" }
  }

  @Test("a refusal names the warehouse")
  func refused() async throws {
    let workspace = workspace { _, _ in (403, #"{"error_code":"PERMISSION_DENIED","message":"no"}"#) }
    let error = await #expect(throws: APIError.self) { try await runner(workspace).run(SQLStatement("SELECT 1")) }
    #expect(error?.asked.hasSuffix("on SQL warehouse w1") == true)
  }
}
