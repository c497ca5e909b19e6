internal import DataFrames
internal import FeatureStoreCore
internal import HTTP

/// Fetches every chunk of a result and makes columns of them.
struct ResultReader: Sendable {
  /// How many chunks are fetched at the same time.
  private static let parallelism = 4

  let client: WorkspaceClient

  /// Reads a whole result.
  ///
  /// - Parameter columns: What the columns are, in the order of the query; see ``ResultColumn``.
  /// - Throws: A ``FeatureStoreError`` if the result was cut, a chunk is missing or a cell does not read as its type.
  func frame(_ answer: StatementAnswer, _ columns: [ResultColumn]) async throws -> DataFrame {
    guard !answer.isTruncated else {
      throw FeatureStoreError(
        .remote, "The warehouse cut the result of statement \(answer.id). Ask for fewer rows or features at a time.",
        context: .init(requestID: answer.id))
    }
    let chunks = try await chunks(answer, columns.count)
    let frame = try columns.enumerated().map { (index: Int, column: ResultColumn) -> (name: String, column: Column) in
      let pieces = try chunks.map { try column.read($0.columns[index]) }
      return (column.name, try pieces.isEmpty ? .nulls(column.type, count: 0) : Column.concatenating(pieces))
    }
    let rows = chunks.reduce(0) { $0 + $1.rowCount }
    if let total = answer.totalRows, total != rows {
      throw FeatureStoreError(
        .remote, "Statement \(answer.id) has \(total) rows, but \(rows) arrived. Run it again.",
        context: .init(requestID: answer.id))
    }
    return try DataFrame(columns: frame)
  }

  /// Reads some columns of a result by their names, whatever else it has.
  func frame(_ answer: StatementAnswer, named wanted: [ResultColumn]) async throws -> DataFrame {
    let all = answer.columnNames
    let columns = all.map { name in wanted.first { $0.name == name } ?? ResultColumn(name: name, type: .string) }
    return try await frame(answer, columns).select(wanted.map(\.name))
  }

  private func chunks(_ answer: StatementAnswer, _ width: Int) async throws -> [CellChunk] {
    let first = answer.firstPart
    if let rows = first.rows {
      var chunks = [try CellChunk(rows: rows, width: width)]
      var next = first.nextChunk(after: 0)
      while let number = next {
        let part = try await part(answer.id, number)
        chunks.append(try CellChunk(rows: part.rows ?? [], width: width))
        next = part.nextChunk(after: number)
      }
      return chunks
    }
    guard first.link != nil else { return [] }
    return try await linked(answer, first, width)
  }

  /// Fetches the chunks behind links, several at a time; the first answer brought the first link.
  private func linked(_ answer: StatementAnswer, _ first: ResultPart, _ width: Int) async throws -> [CellChunk] {
    guard let total = answer.totalChunks, total > 1 else { return try await followed(answer, first, width) }
    return try await withThrowingTaskGroup(of: (Int, CellChunk).self) { group in
      var found: [Int: CellChunk] = [:]
      func start(_ number: Int) {
        group.addTask { (number, try await chunk(answer.id, number, number == first.chunk ? first : nil, width)) }
      }
      for number in 0..<min(Self.parallelism, total) { start(number) }
      var next = min(Self.parallelism, total)
      while let (number, chunk) = try await group.next() {
        found[number] = chunk
        if next < total { start(next) }
        next += 1
      }
      return found.sorted { $0.key < $1.key }.map(\.value)
    }
  }

  /// Follows the links one by one, where the server does not say how many there are.
  private func followed(_ answer: StatementAnswer, _ first: ResultPart, _ width: Int) async throws -> [CellChunk] {
    var chunks = [try await chunk(answer.id, first.chunk ?? 0, first, width)]
    var next = first.nextChunk(after: first.chunk ?? 0)
    while let number = next {
      let part = try await part(answer.id, number)
      chunks.append(try await chunk(answer.id, number, part, width))
      next = part.nextChunk(after: number)
    }
    return chunks
  }

  /// Fetches one chunk; a link that has expired is asked for anew.
  private func chunk(_ id: String, _ number: Int, _ known: ResultPart?, _ width: Int) async throws -> CellChunk {
    var part = known
    for attempt in 1...3 {
      let current = if let part { part } else { try await self.part(id, number) }
      if let rows = current.rows { return try CellChunk(rows: rows, width: width) }
      guard let link = current.link else { break }
      let response = try await fetch(link, number, id)
      if response.isSuccess { return try cells(response, width, "Chunk \(number) of statement \(id)") }
      guard [401, 403, 404, 410].contains(response.status), attempt < 3 else {
        throw FeatureStoreError(
          .remote,
          "Chunk \(number) of statement \(id) cannot be fetched: its storage answered \(response.status). Run it again.",
          context: .init(requestID: id))
      }
      part = nil
    }
    throw FeatureStoreError(.remote, "Statement \(id) has no chunk \(number), although it should. Run it again.")
  }

  private func cells(_ response: HTTPResponse, _ width: Int, _ what: String) throws -> CellChunk {
    guard !response.isPage else {
      throw FeatureStoreError(
        .unavailable, "\(what) cannot be fetched: a web page came in its place. Check the proxy, and run it again.")
    }
    do {
      return try CellChunk(json: response.body, width: width)
    } catch let error as FeatureStoreError {
      throw FeatureStoreError(error.code, "\(what) cannot be read. \(error.message)", underlying: error)
    }
  }

  private func fetch(_ link: ResultPart.Link, _ number: Int, _ id: String) async throws -> HTTPResponse {
    do {
      return try await client.fetch(link: link.url, headers: HTTPHeaders(link.headers))
    } catch let error as HTTPError {
      throw FeatureStoreError(
        .unavailable,
        "Chunk \(number) of statement \(id) cannot be fetched: \(error.message) Check that this machine may reach the "
          + "storage of the workspace, and run it again.", context: .init(requestID: id), underlying: error)
    }
  }

  private func part(_ id: String, _ number: Int) async throws -> ResultPart {
    ResultPart(try await client.call(.get, "/api/2.0/sql/statements/\(id)/result/chunks/\(number)"))
  }
}
