/// One request: what is asked of whom, with which headers and body.
package struct HTTPRequest: Sendable {
  package enum Method: String, Sendable {
    case get = "GET"
    case head = "HEAD"
    case post = "POST"
    case put = "PUT"
    case patch = "PATCH"
    case delete = "DELETE"
  }

  package enum Body: Sendable {
    case none
    case bytes([UInt8])
    /// The content of a file, read while it is sent.
    case file(path: String)
  }

  /// Whether a request may be sent again when nobody knows what became of it.
  package enum Repetition: Sendable {
    /// Doing it twice is the same as doing it once.
    case safe
    /// Sent again only when it is certain that the server did not act on it.
    case onlyIfRefused
  }

  package var method: Method
  /// Complete and percent-encoded.
  package var url: String
  package var headers: HTTPHeaders
  package var body: Body
  /// For the whole exchange; nil: as long as bytes keep moving.
  package var timeout: Duration?
  package var repetition: Repetition

  package init(
    _ method: Method, _ url: String, headers: HTTPHeaders = HTTPHeaders(), body: Body = .none,
    timeout: Duration? = .seconds(60), repetition: Repetition? = nil
  ) {
    self.method = method
    self.url = url
    self.headers = headers
    self.body = body
    self.timeout = timeout
    let isSafe = method == .get || method == .head || method == .put || method == .delete
    self.repetition = repetition ?? (isSafe ? .safe : .onlyIfRefused)
  }
}
