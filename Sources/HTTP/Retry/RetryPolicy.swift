/// Decides whether a request is sent again, and after which wait; knows no clock and does nothing itself.
///
/// | what came of it | sent again |
/// |---|---|
/// | status 429 or 503 | always |
/// | a text that says the server did not begin | always |
/// | no connection, time-out, connection lost | if it is safe, or certain that the server did not see it |
/// | a status of ``uncertainStatuses``, a text that says something went wrong for the moment | if it is safe |
/// | anything else, such as a certificate that is not trusted | never |
///
/// The wait is what the server asks for, else as many seconds as attempts were made, at most 10; always plus up to one
/// second at random.
package struct RetryPolicy: Sendable, Hashable {
  /// The time from the first attempt on; a wait that would pass it is not begun.
  package var budget: Duration = .seconds(300)
  /// The same where there was no connection at all: a wrong address is to be seen soon.
  package var connectBudget: Duration = .seconds(30)
  /// How often a request is sent at most, the first time included.
  package var maximumAttempts: Int = .max
  /// Statuses after which nobody knows whether the server acted.
  package var uncertainStatuses: Set<Int> = [502, 504]

  package init() {}

  /// For the interface of a workspace.
  package static let workspace = RetryPolicy()

  /// For links to cloud storage, whose servers fail now and then; three attempts.
  package static var storage: RetryPolicy {
    var policy = RetryPolicy()
    policy.maximumAttempts = 3
    policy.uncertainStatuses = [408, 500, 502, 504]
    return policy
  }

  package enum Decision: Sendable, Hashable {
    case giveUp
    case retry(after: Duration)
  }

  /// Where a request stands after an attempt.
  package struct Situation: Sendable {
    package var repetition: HTTPRequest.Repetition
    /// The number of the attempt that ended, counted from 1.
    package var attempt: Int
    /// The time since the first attempt began.
    package var elapsed: Duration
    package var outcome: RetryOutcome

    package init(repetition: HTTPRequest.Repetition, attempt: Int, elapsed: Duration, outcome: RetryOutcome) {
      self.repetition = repetition
      self.attempt = attempt
      self.elapsed = elapsed
      self.outcome = outcome
    }
  }

  /// Decides what follows an attempt.
  ///
  /// - Parameter random: Spreads the waits of many clients, in `0..<1`.
  package func decision(for situation: Situation, random: Double) -> Decision {
    guard situation.attempt < maximumAttempts, mayRepeat(situation) else { return .giveUp }
    let wait = self.wait(after: situation) + .seconds(random)
    return situation.elapsed + wait <= budget(for: situation.outcome) ? .retry(after: wait) : .giveUp
  }

  private func budget(for outcome: RetryOutcome) -> Duration {
    if case .failure(let error) = outcome, error.code == .cannotConnect { return min(budget, connectBudget) }
    return budget
  }

  private func mayRepeat(_ situation: Situation) -> Bool {
    let isSafe = situation.repetition == .safe
    switch situation.outcome {
    case .failure(let error):
      let mayPass = [.cannotConnect, .timedOut, .connectionLost].contains(error.code)
      return mayPass && (isSafe || error.isUnsent)
    case .answer(429, _, _, _), .answer(503, _, _, _): return true
    case .answer(let status, _, _, let body):
      guard status >= 400 else { return false }
      return TransientMessages.refused.contains(where: body.contains)
        || isSafe && (uncertainStatuses.contains(status) || TransientMessages.uncertain.contains(where: body.contains))
    }
  }

  private func wait(after situation: Situation) -> Duration {
    if case .answer(_, let retryAfter, let date, _) = situation.outcome,
      let asked = RetryAfter.wait(retryAfter, date: date)
    {
      return asked
    }
    return .seconds(min(10, situation.attempt))
  }
}
