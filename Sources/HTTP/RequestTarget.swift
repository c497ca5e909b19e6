internal import CCurl

/// The server and the path of a request: what may be said about it in messages and logs.
struct RequestTarget: Sendable, Hashable {
  let isSecure: Bool
  /// Host, with the port where the URL has one.
  let host: String
  let path: String

  /// Takes a URL apart, in libcurl's own way, so that what is checked is what is contacted.
  ///
  /// - Throws: An ``HTTPError`` unless it is a complete and percent-encoded `http` or `https` URL without user and
  ///   password.
  init(_ url: String) throws(HTTPError) {
    guard url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
      throw .badRequest("The URL holds spaces, control or non-ASCII characters; percent-encode its parts.")
    }
    guard let parser = curl_url() else { throw .badRequest("There is no memory to read a URL.") }
    defer { curl_url_cleanup(parser) }
    guard curl_url_set(parser, CURLUPART_URL, url, 0) == CURLUE_OK,
      let scheme = Self.part(CURLUPART_SCHEME, of: parser), let host = Self.part(CURLUPART_HOST, of: parser),
      scheme == "https" || scheme == "http", !host.isEmpty
    else { throw .badRequest("This is no complete http or https URL; write it as https://host/path.") }
    guard Self.part(CURLUPART_USER, of: parser) == nil, Self.part(CURLUPART_PASSWORD, of: parser) == nil else {
      throw .badRequest("The URL for \(host) holds a user name; send credentials in a header instead.")
    }
    isSecure = scheme == "https"
    self.host = Self.part(CURLUPART_PORT, of: parser).map { "\(host):\($0)" } ?? host
    path = Self.part(CURLUPART_PATH, of: parser) ?? "/"
  }

  private static func part(_ part: CURLUPart, of parser: OpaquePointer) -> String? {
    var text: UnsafeMutablePointer<CChar>?
    guard curl_url_get(parser, part, &text, 0) == CURLUE_OK, let text else { return nil }
    defer { curl_free(text) }
    return String(cString: text)
  }
}

extension HTTPError {
  /// A request that cannot be sent as it is.
  static func badRequest(_ message: String) -> HTTPError { HTTPError(.badRequest, message, isUnsent: true) }
}
