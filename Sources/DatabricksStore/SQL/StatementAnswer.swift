internal import FeatureStoreCore

/// What the server says of a statement: its state and, once it succeeded, the shape and the first part of its result.
struct StatementAnswer: Sendable {
  let id: String
  let state: String
  let status: JSONValue?
  private let json: JSONValue

  init(_ json: JSONValue) throws {
    guard let id = json["statement_id"]?.string else {
      throw FeatureStoreError(.remote, "The warehouse took a statement without giving it a number. Try again.")
    }
    guard let state = json["status"]?["state"]?.string, !state.isEmpty else {
      throw FeatureStoreError(
        .remote, "The warehouse does not say in which state statement \(id) is. Try again.",
        context: .init(requestID: id))
    }
    self.id = id
    self.state = state
    self.json = json
    status = json["status"]
  }

  var isFinished: Bool { state != "PENDING" && state != "RUNNING" }

  /// How many rows the whole result has; nil if the server does not say.
  var totalRows: Int? { json["manifest"]?["total_row_count"]?.integer.flatMap { Int(exactly: $0) } }
  var totalChunks: Int? { json["manifest"]?["total_chunk_count"]?.integer.flatMap { Int(exactly: $0) } }
  /// Whether the server cut the result.
  var isTruncated: Bool { json["manifest"]?["truncated"]?.bool ?? false }
  var columnNames: [String] {
    (json["manifest"]?["schema"]?["columns"]?.array ?? []).map { $0["name"]?.string ?? "" }
  }
  var firstPart: ResultPart { ResultPart(json["result"]) }
}

/// One chunk of a result, or where to fetch it.
struct ResultPart: Sendable {
  struct Link: Sendable {
    let url: String
    let headers: [(name: String, value: String)]
  }

  private let json: JSONValue?

  init(_ json: JSONValue?) { self.json = json }

  private var holder: JSONValue? { json?["external_links"]?.array?.first ?? json }

  /// The rows themselves, for an inline result.
  var rows: [JSONValue]? { json?["data_array"]?.array }

  var link: Link? {
    guard let holder, let url = holder["external_link"]?.string else { return nil }
    let headers = holder["http_headers"]?.object ?? []
    return Link(url: url, headers: headers.compactMap { member in member.value.string.map { (member.key, $0) } })
  }

  var chunk: Int? { holder?["chunk_index"]?.integer.flatMap { Int(exactly: $0) } }

  /// The number of the next chunk; numbers that do not grow would go on for ever and count as none.
  func nextChunk(after number: Int) -> Int? {
    holder?["next_chunk_index"]?.integer.flatMap { Int(exactly: $0) }.flatMap { $0 > number ? $0 : nil }
  }
}
