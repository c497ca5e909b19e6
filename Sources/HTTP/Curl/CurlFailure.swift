internal import CCurl

/// Turns libcurl's result into an error that names the host and what happened.
enum CurlFailure {
  /// Returns why a transfer failed; nil if it did not.
  static func error(_ code: CURLcode, of transfer: Transfer) -> HTTPError? {
    guard code != CURLE_OK else { return nil }
    if let failure = transfer.source?.failure ?? transfer.sink.failure {
      return HTTPError(failure.code, failure.message, isUnsent: false)
    }
    let kind = transfer.isHeadTooLarge ? .badResponse : kind(code, transfer)
    return HTTPError(kind, message(kind, code, transfer), isUnsent: isUnsent(transfer))
  }

  /// Whether no byte of the request left: it would have been counted. A proxy that refuses the way to the server has
  /// seen only that question.
  private static func isUnsent(_ transfer: Transfer) -> Bool {
    transfer.easy.number(CURLINFO_REQUEST_SIZE) == 0 || isRefusedByProxy(transfer)
  }

  private static func isRefusedByProxy(_ transfer: Transfer) -> Bool {
    let answer = transfer.easy.number(CURLINFO_HTTP_CONNECTCODE)
    return answer != 0 && !(200..<300).contains(answer)
  }

  private static func kind(_ code: CURLcode, _ transfer: Transfer) -> HTTPError.Code {
    switch code {
    case CURLE_COULDNT_RESOLVE_HOST, CURLE_COULDNT_RESOLVE_PROXY, CURLE_COULDNT_CONNECT, CURLE_PROXY:
      .cannotConnect
    case CURLE_OPERATION_TIMEDOUT: .timedOut
    case CURLE_SSL_CONNECT_ERROR where isBrokenHandshake(transfer.easy.explanation(code)): .cannotConnect
    case CURLE_SSL_CONNECT_ERROR, CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CIPHER,
      CURLE_SSL_CERTPROBLEM, CURLE_SSL_ISSUER_ERROR, CURLE_SSL_ENGINE_INITFAILED, CURLE_USE_SSL_FAILED,
      CURLE_SSL_INVALIDCERTSTATUS, CURLE_SSL_CLIENTCERT:
      .tls
    case CURLE_UNSUPPORTED_PROTOCOL, CURLE_WEIRD_SERVER_REPLY, CURLE_BAD_CONTENT_ENCODING, CURLE_FILESIZE_EXCEEDED:
      .badResponse
    case CURLE_URL_MALFORMAT: .badRequest
    default: isRefusedByProxy(transfer) ? .cannotConnect : .connectionLost
    }
  }

  /// The other side hung up, which may go better the next time, unlike a certificate that is not trusted.
  private static func isBrokenHandshake(_ text: String) -> Bool {
    ["SSL_ERROR_SYSCALL", "reset by peer", "unexpected eof"].contains(where: text.contains)
  }

  private static func message(_ kind: HTTPError.Code, _ code: CURLcode, _ transfer: Transfer) -> String {
    let host = transfer.target.host
    let reason = transfer.easy.explanation(code)
    return switch kind {
    case .cannotConnect: "There is no connection to \(host): \(reason)."
    case .tls: "The server \(host) cannot be trusted: \(reason). If its certificate is your own, name the CA file."
    case .timedOut: "The time for \(host) was over: \(reason)."
    case .badResponse where transfer.isHeadTooLarge: "The header of \(host)'s answer is too large."
    // libcurl's own explanation may quote the answer here.
    case .badResponse:
      "The answer of \(host) is no HTTP that can be read: \(String(cString: curl_easy_strerror(code)))."
    case .badRequest, .file: "The request for \(host) cannot be sent: \(String(cString: curl_easy_strerror(code)))."
    case .connectionLost: "The connection to \(host) ended before the answer was complete: \(reason)."
    }
  }
}
