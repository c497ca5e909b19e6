import HTTP
import Testing

@Suite("Retry policy")
struct RetryPolicyTests {
  /// Decides after one second and with 0.5 for the random part.
  func decision(
    _ outcome: RetryOutcome, _ repetition: HTTPRequest.Repetition = .safe, attempt: Int = 1,
    policy: RetryPolicy = .workspace
  ) -> RetryPolicy.Decision {
    let situation = RetryPolicy.Situation(
      repetition: repetition, attempt: attempt, elapsed: .seconds(1), outcome: outcome)
    return policy.decision(for: situation, random: 0.5)
  }

  @Test("too many requests and unavailable are always tried again", arguments: [429, 503])
  func always(status: Int) {
    #expect(decision(.answer(status: status), .safe) == .retry(after: .seconds(1.5)))
    #expect(decision(.answer(status: status), .onlyIfRefused) == .retry(after: .seconds(1.5)))
    #expect(decision(.answer(status: status, retryAfter: "7"), .onlyIfRefused) == .retry(after: .seconds(7.5)))
    #expect(decision(.answer(status: status, retryAfter: "soon"), attempt: 4) == .retry(after: .seconds(4.5)))
    let dated = RetryOutcome.answer(
      status: status, retryAfter: "Sun, 06 Nov 1994 08:49:57 GMT", date: "Sun, 06 Nov 1994 08:49:37 GMT")
    #expect(decision(dated) == .retry(after: .seconds(20.5)))
  }

  @Test("bad gateway and gateway time-out only for what is safe", arguments: [502, 504])
  func gateways(status: Int) {
    #expect(decision(.answer(status: status)) == .retry(after: .seconds(1.5)))
    #expect(decision(.answer(status: status, retryAfter: "3")) == .retry(after: .seconds(3.5)))
    #expect(decision(.answer(status: status), .onlyIfRefused) == .giveUp)
  }

  @Test("storage links also after 408 and 500, three attempts in all", arguments: [408, 500])
  func storage(status: Int) {
    #expect(decision(.answer(status: status)) == .giveUp)
    #expect(decision(.answer(status: status), policy: .storage) == .retry(after: .seconds(1.5)))
    #expect(decision(.answer(status: status), .onlyIfRefused, policy: .storage) == .giveUp)
    #expect(decision(.answer(status: status), attempt: 2, policy: .storage) == .retry(after: .seconds(2.5)))
    #expect(decision(.answer(status: status), attempt: 3, policy: .storage) == .giveUp)
  }

  @Test(
    "other statuses are answers",
    arguments: [200, 204, 301, 400, 401, 403, 404, 409, 408, 410, 499, 500, 501, 505])
  func never(status: Int) {
    #expect(decision(.answer(status: status, retryAfter: "1", body: "no")) == .giveUp)
  }

  @Test(
    "errors of the network, for safe requests and those that never left",
    arguments: [
      (HTTPError.Code.cannotConnect, true), (.timedOut, true), (.connectionLost, true), (.tls, false),
      (.badRequest, false), (.badResponse, false), (.file, false),
    ])
  func errors(code: HTTPError.Code, mayPass: Bool) {
    let again = mayPass ? RetryPolicy.Decision.retry(after: .seconds(1.5)) : .giveUp
    #expect(decision(.failure(HTTPError(code, "x", isUnsent: false))) == again)
    #expect(decision(.failure(HTTPError(code, "x", isUnsent: true))) == again)
    #expect(decision(.failure(HTTPError(code, "x", isUnsent: true)), .onlyIfRefused) == again)
    #expect(decision(.failure(HTTPError(code, "x", isUnsent: false)), .onlyIfRefused) == .giveUp)
  }

  @Test(
    "messages of a server that did not begin, always",
    arguments: [
      "com.databricks.backend.manager.util.UnknownWorkerEnvironmentException",
      "does not have any associated worker environments", "There is no worker environment with id",
      "Unknown worker environment", "ClusterNotReadyException", "RPC token bucket limit has been exceeded",
    ])
  func refused(text: String) {
    let body = "{\"message\": \"Error: \(text) (7)\"}"
    #expect(decision(.answer(status: 400, body: body)) == .retry(after: .seconds(1.5)))
    #expect(decision(.answer(status: 500, body: body), .onlyIfRefused) == .retry(after: .seconds(1.5)))
    #expect(decision(.answer(status: 200, body: body)) == .giveUp)
  }

  @Test(
    "messages of passing trouble, for what is safe",
    arguments: ["Unexpected error", "Please try again later or try a faster operation."])
  func uncertain(text: String) {
    let body = "{\"message\": \"Error: \(text) (7)\"}"
    #expect(decision(.answer(status: 400, body: body)) == .retry(after: .seconds(1.5)))
    #expect(decision(.answer(status: 500, body: body), .onlyIfRefused) == .giveUp)
    #expect(decision(.answer(status: 200, body: body)) == .giveUp)
  }

  @Test("waits grow by a second up to ten", arguments: [(1, 1), (2, 2), (9, 9), (10, 10), (11, 10), (1_000, 10)])
  func growth(attempt: Int, seconds: Int) {
    #expect(decision(.answer(status: 503), attempt: attempt) == .retry(after: .seconds(seconds) + .seconds(0.5)))
  }

  @Test("a server that cannot be connected to is given up early, one that is too busy is not")
  func connectBudget() {
    func decision(_ code: HTTPError.Code, elapsed: Duration) -> RetryPolicy.Decision {
      let outcome = RetryOutcome.failure(HTTPError(code, "", isUnsent: true))
      return RetryPolicy.workspace.decision(
        for: .init(repetition: .safe, attempt: 1, elapsed: elapsed, outcome: outcome), random: 0)
    }
    #expect(decision(.cannotConnect, elapsed: .seconds(29)) == .retry(after: .seconds(1)))
    #expect(decision(.cannotConnect, elapsed: .seconds(30)) == .giveUp)
    #expect(decision(.timedOut, elapsed: .seconds(30)) == .retry(after: .seconds(1)))
  }

  @Test("a wait that would pass the budget is not begun")
  func budget() {
    func decision(elapsed: Duration, retryAfter: String?) -> RetryPolicy.Decision {
      let outcome = RetryOutcome.answer(status: 429, retryAfter: retryAfter)
      return RetryPolicy.workspace.decision(
        for: .init(repetition: .safe, attempt: 1, elapsed: elapsed, outcome: outcome), random: 0)
    }
    #expect(decision(elapsed: .seconds(299), retryAfter: nil) == .retry(after: .seconds(1)))
    #expect(decision(elapsed: .seconds(299) + .nanoseconds(1), retryAfter: nil) == .giveUp)
    #expect(decision(elapsed: .zero, retryAfter: "300") == .retry(after: .seconds(300)))
    #expect(decision(elapsed: .zero, retryAfter: "301") == .giveUp)
    #expect(decision(elapsed: .zero, retryAfter: "99999999999999999999") == .giveUp)
  }

  @Test("an answer is read for its status, fields and the text of an error")
  func response() throws {
    let fields: HTTPHeaders = ["retry-after": "4"]
    let success = HTTPResponse(status: 200, headers: fields, body: Array("Unexpected error".utf8))
    #expect(decision(RetryOutcome(success)) == .giveUp)
    let failure = HTTPResponse(status: 400, headers: fields, body: Array("Unexpected error".utf8))
    #expect(decision(RetryOutcome(failure)) == .retry(after: .seconds(4.5)))
  }
}
