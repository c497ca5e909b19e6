/// What came of one attempt, as far as it decides about the next.
package enum RetryOutcome: Sendable {
  case failure(HTTPError)
  /// An answer: its status, the header fields `Retry-After` and `Date`, and its text.
  case answer(status: Int, retryAfter: String? = nil, date: String? = nil, body: String = "")

  /// How much of a body is looked at for messages.
  private static let longestMessage = 65_536

  package init(_ result: Result<HTTPResponse, HTTPError>) {
    switch result {
    case .success(let response): self.init(response)
    case .failure(let error): self = .failure(error)
    }
  }

  package init(_ response: HTTPResponse) {
    let body =
      response.status < 400 ? "" : String(decoding: response.body.prefix(Self.longestMessage), as: UTF8.self)
    self = .answer(
      status: response.status, retryAfter: response.headers["Retry-After"], date: response.headers["Date"], body: body)
  }

  /// What happened, without anything that must not be logged.
  package var summary: String {
    switch self {
    case .failure(let error): error.message
    case .answer(let status, _, _, _): "the answer had status \(status)"
    }
  }
}
