internal import DataFrames
internal import FeatureStoreCore
internal import HTTP
internal import Logging

/// Runs statements on a SQL warehouse and waits for them.
///
/// A cancelled task returns at once; the statement is then cancelled on the server, also when the server had not yet said
/// which number it has.
struct StatementRunner: Sendable {
  private static let path = "/api/2.0/sql/statements"
  /// How many seconds the server holds the first answer back for a statement that takes time: as few as it allows, because
  /// a statement can be cancelled only once its number is known.
  private static let firstWait = 5

  let client: WorkspaceClient
  let warehouse: WarehouseChooser
  let clock: any Clock<Duration>
  /// How long a statement may run; nil: as long as it takes.
  let timeout: Duration?

  /// Runs a statement for its effect.
  func run(_ statement: SQLStatement) async throws { _ = try await finished(statement, disposition: "INLINE") }

  /// Runs a query and returns its answer, which the server keeps for a while: all chunks of it can be fetched.
  func query(_ statement: SQLStatement) async throws -> StatementAnswer {
    try await finished(statement, disposition: "EXTERNAL_LINKS")
  }

  /// Runs a query whose answer is known to be small.
  func smallQuery(_ statement: SQLStatement) async throws -> StatementAnswer {
    try await finished(statement, disposition: "INLINE")
  }

  /// Runs a statement that can lose against another writer, a few times.
  func runRetryingConflicts(_ statement: SQLStatement) async throws {
    for attempt in 1...5 {
      do {
        return try await run(statement)
      } catch let failure as SQLFailure where failure.isConflict && attempt < 5 {
        try await clock.sleep(for: .milliseconds(Int.random(in: 50...(200 << attempt))))
      }
    }
  }

  private func finished(_ statement: SQLStatement, disposition: String) async throws -> StatementAnswer {
    let elapsed = stopwatch(clock)
    var answer = try await submitted(statement, disposition)
    do {
      for pause in pauses {
        if answer.isFinished { break }
        if let timeout, elapsed() >= timeout { throw tooLong(answer.id, timeout) }
        try await clock.sleep(for: pause)
        answer = try await poll(answer.id)
      }
    } catch let error as FeatureStoreError where error.code == .timedOut {
      await cancel(answer.id).value
      throw error
    } catch {
      cancel(answer.id)
      throw error
    }
    guard answer.state == "SUCCEEDED" else { throw SQLFailure(status: answer.status, statementID: answer.id) }
    return answer
  }

  /// Ends a statement on the server, in a task of its own, as the caller may be cancelled.
  @discardableResult
  private func cancel(_ id: String) -> Task<Void, Never> {
    let (client, logger) = (client, warehouse.logger)
    return Task {
      do {
        _ = try await client.call(.post, "\(Self.path)/\(id)/cancel", repetition: .safe)
      } catch {
        logger.warning("statement \(id) could not be cancelled, and may still run: \(error)")
      }
    }
  }

  private func tooLong(_ id: String, _ timeout: Duration) -> FeatureStoreError {
    FeatureStoreError(
      .timedOut,
      "Statement \(id) was cancelled after \(timeout / .seconds(1)) seconds. Ask for less at a time, or allow longer with "
        + "statement_timeout_seconds in the profile.",
      context: .init(requestID: id))
  }

  private var pauses: AnySequence<Duration> {
    let first: [Duration] = [
      .milliseconds(50), .milliseconds(100), .milliseconds(200), .milliseconds(500), .seconds(1), .seconds(2),
    ]
    return AnySequence(
      sequence(state: 0) { (index: inout Int) -> Duration? in
        index += 1
        return index <= first.count ? first[index - 1] : .seconds(5)
      })
  }

  private func submitted(_ statement: SQLStatement, _ disposition: String) async throws -> StatementAnswer {
    let warehouse = try await warehouse.id()
    let body = body(statement, warehouse, disposition)
    let client = client
    let submission = Task {
      do {
        return try StatementAnswer(
          try await client.call(
            .post, Self.path, body: body, repetition: statement.isRepeatable ? .safe : .onlyIfRefused,
            waiting: .seconds(Self.firstWait)))
      } catch let error as APIError {
        throw error.asking("on SQL warehouse \(warehouse)")
      }
    }
    do {
      return try await submission.valueUnlessCancelled()
    } catch is CancellationError {
      Task { cancel(try await submission.value.id) }
      throw CancellationError()
    }
  }

  private func body(_ statement: SQLStatement, _ warehouse: String, _ disposition: String) -> JSONValue {
    var members = [
      JSONMember("statement", .string(statement.text)), JSONMember("warehouse_id", .string(warehouse)),
      JSONMember("wait_timeout", .string("\(Self.firstWait)s")), JSONMember("on_wait_timeout", "CONTINUE"),
      JSONMember("disposition", .string(disposition)), JSONMember("format", "JSON_ARRAY"),
    ]
    if !statement.parameters.isEmpty {
      members.append(JSONMember("parameters", .array(statement.parameters.map(\.json))))
    }
    return .object(members)
  }

  private func poll(_ id: String) async throws -> StatementAnswer {
    try StatementAnswer(try await client.call(.get, "\(Self.path)/\(id)"))
  }
}
