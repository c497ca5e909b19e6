import FeatureStoreCore
import FeatureStoreTesting
import HTTP
import Logging
import Testing

@testable import DatabricksStore

private let stopped = #"{"id":"a","name":"A","state":"STOPPED"}"#
private let serverless = #"{"id":"b","name":"B","state":"STOPPED","enable_serverless_compute":true}"#
private let running = #"{"id":"c","name":"C","state":"RUNNING"}"#
private let deleted = #"{"id":"d","name":"D","state":"DELETED","enable_serverless_compute":true}"#

@Suite("Choosing a warehouse", .timeLimit(.minutes(1)))
struct WarehouseChooserTests {
  private let clock = ManualClock()

  private func chooser(_ workspace: ScriptedWorkspace, _ configured: String? = nil) -> WarehouseChooser {
    WarehouseChooser(client: workspace.client, configured: configured, clock: clock, logger: Logger(label: "test"))
  }

  /// Wakes whoever sleeps, until it is cancelled.
  private func waker() -> Task<Void, any Error> {
    Task {
      while !Task.isCancelled {
        try await clock.waitForSleepers()
        clock.advance(by: .seconds(20))
      }
    }
  }

  @Test(
    "without an id it is one that runs, else a serverless one, else the first",
    arguments: [
      ([stopped, serverless, running], "c"), ([stopped, deleted, serverless], "b"), ([deleted, stopped], "a"),
    ])
  func best(listed: [String], expected: String) async throws {
    let workspace = ScriptedWorkspace { asked, _ in
      asked == "GET /api/2.0/sql/warehouses" ? (200, #"{"warehouses":[\#(listed.joined(separator: ","))]}"#) : nil
    }
    #expect(try await chooser(workspace).choose().id == expected)
  }

  @Test("no warehouse, or another one than was configured, is an error that says what there is")
  func missing() async throws {
    let empty = ScriptedWorkspace { _, _ in (200, "{}") }
    let none = await #expect(throws: FeatureStoreError.self) { try await chooser(empty).id() }
    #expect(none?.code == .warehouseNotFound && none?.message.contains("https://h") == true)
    let others = ScriptedWorkspace { asked, _ in
      asked.hasSuffix("/x")
        ? (404, #"{"error_code":"RESOURCE_DOES_NOT_EXIST","message":"no"}"#) : (200, #"{"warehouses":[\#(running)]}"#)
    }
    let wrong = await #expect(throws: FeatureStoreError.self) { try await chooser(others, "x").id() }
    #expect(wrong?.code == .warehouseNotFound && wrong?.message.contains("c (C)") == true)
  }

  @Test("a stopped warehouse is started once and waited for, whoever asks")
  func start() async throws {
    let workspace = ScriptedWorkspace { asked, number in
      if asked.hasSuffix("/start") { return (200, "{}") }
      let starting = stopped.replacing("STOPPED", with: "STARTING")
      return (200, number == 0 ? stopped : number < 4 ? starting : running)
    }
    let chooser = chooser(workspace, "a")
    let callers = (0..<5).map { _ in Task { try await chooser.id() } }
    let waker = waker()
    for caller in callers { #expect(try await caller.value == "c") }
    waker.cancel()
    #expect(workspace.asked.filter { $0.hasSuffix("/start") }.count == 1)
  }

  @Test("a warehouse that stays stopped is given up with what the workspace says of it")
  func givenUp() async throws {
    let workspace = ScriptedWorkspace { asked, _ in
      asked.hasSuffix("/start")
        ? (200, "{}") : (200, #"{"id":"a","name":"A","state":"STOPPED","health":{"summary":"no machines"}}"#)
    }
    let chooser = chooser(workspace, "a")
    let caller = Task { try await chooser.id() }
    let waker = waker()
    let error = await #expect(throws: FeatureStoreError.self) { try await caller.value }
    waker.cancel()
    #expect(error?.code == .unavailable && error?.message.contains("no machines") == true)
  }
}
