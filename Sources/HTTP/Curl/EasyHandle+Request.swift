internal import CCurl

/// What is asked: URL, method, header fields and body.
extension EasyHandle {
  func set(_ request: HTTPRequest, body: BodySource?) throws(HTTPError) {
    try set(CURLOPT_URL, request.url)
    // What was asked for is asked for: `/a/../b` too.
    try set(CURLOPT_PATH_AS_IS, 1)
    try set(CURLOPT_FOLLOWLOCATION, 0)
    try set(request.method, count: body?.count)
    try setFields(Self.lines(request))
    try forbidRepetition(of: request, body: body)
  }

  private func set(_ method: HTTPRequest.Method, count: Int64?) throws(HTTPError) {
    switch method {
    case .get where count == nil: try set(CURLOPT_HTTPGET, 1)
    case .head: try set(CURLOPT_NOBODY, 1)
    case .post:
      try set(CURLOPT_POST, 1)
      try set(CURLOPT_POSTFIELDSIZE_LARGE, size: count ?? 0)
    case .delete where count == nil: try set(CURLOPT_CUSTOMREQUEST, method.rawValue)
    case .put, .patch, .get, .delete:
      try set(CURLOPT_UPLOAD, 1)
      try set(CURLOPT_INFILESIZE_LARGE, size: count ?? 0)
      if method != .put { try set(CURLOPT_CUSTOMREQUEST, method.rawValue) }
    }
    // Small bodies do with the small buffer that there is by default.
    if let count, count > 65_536 { try set(CURLOPT_UPLOAD_BUFFERSIZE, 1 << 20) }
  }

  /// libcurl's notation: `Name:` leaves out a field it would add by itself, `Name;` is a field without a value.
  private static func lines(_ request: HTTPRequest) -> [String] {
    var lines = request.headers.fields.map { field in
      let isEmpty = field.value.utf8.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
      return isEmpty ? "\(field.name);" : "\(field.name): \(field.value)"
    }
    for name in ["Expect", "Content-Type"] where request.headers[name] == nil { lines.append("\(name):") }
    return lines
  }

  /// On a connection that was used before and breaks without an answer, libcurl sends once more, whatever the method.
  ///
  /// A body that refuses to be rewound prevents it, but without a body only a connection of its own does.
  private func forbidRepetition(of request: HTTPRequest, body: BodySource?) throws(HTTPError) {
    if request.repetition == .onlyIfRefused, (body?.count ?? 0) == 0 { try set(CURLOPT_FRESH_CONNECT, 1) }
  }
}
