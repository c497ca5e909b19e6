internal import FeatureStoreCore
package import HTTP

/// Sends requests to a workspace's REST API: with credentials, decoded, errors turned into ``APIError``.
package struct WorkspaceClient: Sendable {
  /// `https://…`, without a slash at the end.
  package let host: String
  private let transport: any HTTPTransport
  /// For links to other hosts.
  private let storage: any HTTPTransport
  private let authenticator: any Authenticator
  /// Sent with every request: user agent, workspace id.
  private let headers: HTTPHeaders
  /// For one exchange, unless a call needs longer.
  private let timeout: Duration

  package init(
    host: String, transport: any HTTPTransport, storage: any HTTPTransport, authenticator: any Authenticator,
    headers: HTTPHeaders,
    timeout: Duration = .seconds(60)
  ) {
    self.timeout = timeout
    self.host = host
    self.storage = storage
    self.transport = transport
    self.authenticator = authenticator
    self.headers = headers
  }

  /// Sends one request and returns its answer; `null` when that has no body.
  ///
  /// - Parameters:
  ///   - path: Begins with a slash; encoded here.
  ///   - repetition: Whether the request may be sent twice; nil: as its method allows.
  ///   - waiting: For how long the server may hold its answer back.
  /// - Throws: An ``APIError`` for an answer that is no success, an `HTTPError` when there is none.
  func call(
    _ method: HTTPRequest.Method, _ path: String, query: [(String, String)] = [], body: JSONValue? = nil,
    repetition: HTTPRequest.Repetition? = nil, waiting: Duration = .zero
  ) async throws -> JSONValue {
    var request = HTTPRequest(
      method, url(path, query), headers: ["Accept": "application/json"], timeout: timeout + waiting,
      repetition: repetition)
    if let body {
      request.headers["Content-Type"] = "application/json"
      request.body = .bytes(Array(body.text.utf8))
    }
    let response = try await send(request)
    guard !response.body.isEmpty else { return .null }
    guard let answer = try? JSONParser.parse(response.body) else {
      throw APIError.notAnAPI(host: host, response, asked: asked(request))
    }
    return answer
  }

  /// Sends the octets of a file.
  func upload(_ path: String, query: [(String, String)], file: String) async throws {
    var request = HTTPRequest(.put, url(path, query), body: .file(path: file), timeout: nil)
    request.headers["Content-Type"] = "application/octet-stream"
    _ = try await send(request)
  }

  /// Writes the octets of an answer to a file.
  func download(_ path: String, to file: String) async throws {
    let request = HTTPRequest(.get, url(path, []), timeout: nil)
    _ = try await checked(request) { try await transport.download($0, to: file) }
  }

  /// Fetches a link that carries its own credential: with the headers that came with it and none of ours.
  func fetch(link: String, headers: HTTPHeaders) async throws -> HTTPResponse {
    try await storage.send(HTTPRequest(.get, link, headers: headers, timeout: nil))
  }

  private func send(_ request: HTTPRequest) async throws -> HTTPResponse {
    try await checked(request) { try await transport.send($0) }
  }

  /// Sends a request with credentials; when they are refused and newer ones can be had, once more with those.
  private func checked(
    _ request: HTTPRequest, _ send: (HTTPRequest) async throws -> HTTPResponse
  ) async throws -> HTTPResponse {
    let credentials = try await authenticator.headers()
    var response = try await send(authorized(request, credentials))
    if Self.refusesToken(response), await authenticator.refused(credentials) {
      response = try await send(authorized(request, try await authenticator.headers()))
    }
    guard response.isSuccess else { throw APIError(response, asked: asked(request)) }
    guard !response.isPage else { throw APIError.notAnAPI(host: host, response, asked: asked(request)) }
    return response
  }

  /// A token that is not valid any more is answered with 401, or with 403 and a text that says so.
  private static func refusesToken(_ response: HTTPResponse) -> Bool {
    response.status == 401 || (response.status == 403 && response.text.contains("Invalid access token"))
  }

  private func authorized(_ request: HTTPRequest, _ credentials: HTTPHeaders) -> HTTPRequest {
    var request = request
    for (name, value) in headers.fields + credentials.fields { request.headers[name] = value }
    return request
  }

  private func url(_ path: String, _ query: [(String, String)]) -> String {
    let text = host + URLEncoding.path(path)
    return query.isEmpty ? text : text + "?" + URLEncoding.query(query.map { (name: $0.0, value: $0.1) })
  }

  /// Method and path, without host and query, for messages.
  private func asked(_ request: HTTPRequest) -> String {
    "\(request.method.rawValue) \(request.url.dropFirst(host.count).prefix { $0 != "?" })"
  }
}

extension WorkspaceClient {
  /// Fetches all pages of a list.
  ///
  /// An empty list may lack its key, and a page may be empty and still have a next one.
  func list(_ path: String, _ key: String, query: [(String, String)] = []) async throws -> [JSONValue] {
    var items: [JSONValue] = []
    var token: String?
    repeat {
      let page = try await call(.get, path, query: query + (token.map { [("page_token", $0)] } ?? []))
      items += page[key]?.array ?? []
      token = page["next_page_token"]?.string.flatMap { $0.isEmpty ? nil : $0 }
    } while token != nil
    return items
  }
}
