internal import CCurl
internal import DataFrames

/// One request on its way.
///
/// Invariant behind `@unchecked`: everything but `isCancelled` is touched by the caller until ``EventLoop/post(_:)``,
/// whose lock hands it over, and only by the thread of the loop after that.
final class Transfer: @unchecked Sendable {
  /// Set before the message to cancel, which may reach the loop earlier than the one to start.
  let isCancelled = Locked(false)
  var continuation: CheckedContinuation<HTTPResponse, any Error>?

  let easy: EasyHandle
  let target: RequestTarget
  let source: BodySource?
  let sink: ResponseSink
  /// When the time for the whole exchange is over; a little later than libcurl sees it, which can say more.
  let deadline: ContinuousClock.Instant?
  var head = ResponseHead()
  /// The head went on and on.
  var isHeadTooLarge = false

  /// - Parameter path: Where a successful body goes; nil for memory.
  init(_ request: HTTPRequest, to path: String?, _ settings: TransferSettings) throws(HTTPError) {
    target = try RequestTarget(request.url)
    try RequestCheck.check(request, host: target.host)
    source = try BodySource(request)
    sink = try ResponseSink(path: path, limit: settings.largestBody, host: target.host)
    deadline = request.timeout.map { .now + min($0, .seconds(1 << 30)) + .milliseconds(20) }
    easy = try EasyHandle()
    try easy.set(settings, timeout: request.timeout)
    try easy.set(request, body: source)
    try setCallbacks()
  }

  /// Hands the caller what libcurl's result means.
  func finish(_ code: CURLcode) {
    do throws(HTTPError) {
      try sink.close()
      if let failure = CurlFailure.error(code, of: self) { throw failure }
      finish(.success(HTTPResponse(status: head.status, headers: head.headers, body: sink.bytes)))
    } catch {
      finish(.failure(HTTPError(error.code, error.message, isUnsent: code != CURLE_OK && error.isUnsent)))
    }
  }

  func finish(_ result: Result<HTTPResponse, any Error>) {
    continuation?.resume(with: result)
    continuation = nil
  }
}
