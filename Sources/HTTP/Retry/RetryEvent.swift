/// That a request will be sent again: safe to log.
package struct RetryEvent: Sendable, CustomStringConvertible {
  package let method: HTTPRequest.Method
  /// Host, with the port where the URL has one.
  package let host: String
  /// Without the query.
  package let path: String
  /// The number of the attempt that ended, counted from 1.
  package let attempt: Int
  package let wait: Duration
  package let reason: String

  init(_ request: HTTPRequest, attempt: Int, wait: Duration, reason: String) {
    let target = try? RequestTarget(request.url)
    method = request.method
    host = target?.host ?? "an unreadable URL"
    path = target?.path ?? ""
    self.attempt = attempt
    self.wait = wait
    self.reason = reason
  }

  package var description: String {
    "\(method.rawValue) \(host)\(path) again in \(wait), after attempt \(attempt): \(reason)"
  }
}
