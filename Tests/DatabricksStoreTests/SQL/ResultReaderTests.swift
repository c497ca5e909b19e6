import DataFrames
import FeatureStoreCore
import HTTP
import Testing

@testable import DatabricksStore

private let column = ResultColumn(name: "a", type: .int64)

private func answer(_ manifest: String, _ result: String) throws -> StatementAnswer {
  let text = #"{"statement_id":"s1","status":{"state":"SUCCEEDED"},"manifest":\#(manifest),"result":\#(result)}"#
  return try StatementAnswer(try JSONParser.parse(text.utf8))
}

private func link(_ chunk: Int, next: String = "null") -> String {
  #"{"external_links":[{"chunk_index":\#(chunk),"external_link":"https://storage/\#(chunk)","next_chunk_index":\#(next),"#
    + #""http_headers":{"x-key":"k\#(chunk)"}}]}"#
}

private func number(_ asked: String) -> Int { asked.split(separator: "/").last.flatMap { Int($0) } ?? -1 }

@Suite("Reading results", .timeLimit(.minutes(1)))
struct ResultReaderTests {
  private func values(_ workspace: ScriptedWorkspace, _ answer: StatementAnswer) async throws -> [Int64?] {
    try await ResultReader(client: workspace.client).frame(answer, [column])["a", as: Int64.self].map { $0 }
  }

  @Test("chunks that come with their rows are followed to the last one")
  func inline() async throws {
    let workspace = ScriptedWorkspace { asked, _ in
      number(asked) == 1
        ? (200, #"{"data_array":[["2"],[null]],"next_chunk_index":2}"#) : (200, #"{"data_array":[["3"]]}"#)
    }
    let first = try answer(#"{"total_row_count":4}"#, #"{"data_array":[["1"]],"next_chunk_index":1}"#)
    #expect(try await values(workspace, first) == [1, 2, nil, 3])
    #expect(workspace.asked.map(number) == [1, 2])
  }

  @Test("links are followed with their own headers alone, several at a time, in order", arguments: ["9", "null"])
  func links(total: String) async throws {
    let workspace = ScriptedWorkspace(storage: { request, _ in
      let chunk = number(request.url)
      guard request.headers.fields.map(\.value) == ["k\(chunk)"] else { return HTTPResponse(status: 400) }
      return HTTPResponse(status: 200, body: Array(#"[["\#(chunk)"]]"#.utf8))
    }) { asked, _ in
      let chunk = number(asked)
      return (200, link(chunk, next: chunk < 8 ? "\(chunk + 1)" : "null"))
    }
    let first = try answer(#"{"total_row_count":9,"total_chunk_count":\#(total)}"#, link(0, next: "1"))
    #expect(try await values(workspace, first) == (0..<9).map { Int64($0) })
  }

  @Test("a link that has expired is asked for again, three times at most", arguments: [1, 5])
  func expired(times: Int) async throws {
    let workspace = ScriptedWorkspace(storage: { _, number in
      HTTPResponse(status: number < times ? 403 : 200, body: Array(#"[["7"]]"#.utf8))
    }) { _, _ in (200, link(0)) }
    let first = try answer("{}", link(0))
    if times < 3 {
      #expect(try await values(workspace, first) == [7])
      #expect(workspace.asked == ["GET /api/2.0/sql/statements/s1/result/chunks/0"])
    } else {
      let error = await #expect(throws: FeatureStoreError.self) { try await values(workspace, first) }
      #expect(error?.message.contains("403") == true && error?.context.requestID == "s1")
    }
  }

  @Test("storage that cannot be reached is an error with the statement's number and without the link")
  func unreachable() async throws {
    let workspace = ScriptedWorkspace(storage: { _, _ in
      throw HTTPError(.connectionLost, "The connection to storage ended.", isUnsent: false)
    }) { _, _ in nil }
    let first = try answer("{}", link(0))
    let error = await #expect(throws: FeatureStoreError.self) { try await values(workspace, first) }
    #expect(error?.code == .unavailable && error?.message.contains("s1") == true)
    #expect(error?.message.contains("https://storage/0") == false)
  }

  @Test(
    "results that were cut, or have other rows than they say, are refused",
    arguments: [
      (#"{"truncated":true}"#, #"{"data_array":[["1"]]}"#), (#"{"total_row_count":2}"#, #"{"data_array":[["1"]]}"#),
      (#"{"total_row_count":1}"#, #"{"data_array":[["1"],["2"]]}"#), (#"{"total_row_count":1}"#, "{}"),
      ("{}", #"{"data_array":[["1","2"]]}"#), ("{}", #"{"data_array":[["x"]]}"#), ("{}", #"{"data_array":[7]}"#),
    ])
  func refused(manifest: String, result: String) async throws {
    let workspace = ScriptedWorkspace { _, _ in nil }
    let first = try answer(manifest, result)
    await #expect(throws: FeatureStoreError.self) { try await values(workspace, first) }
  }

  @Test("numbers of chunks that no result has do not end the program, nor go on for ever")
  func endless() async throws {
    let workspace = ScriptedWorkspace(storage: { _, _ in HTTPResponse(status: 200, body: Array("[]".utf8)) }) { _, _ in
      (404, #"{"error_code":"NOT_FOUND","message":"no chunk"}"#)
    }
    let many = try answer(#"{"total_chunk_count":4611686018427387904}"#, link(0))
    await #expect(throws: APIError.self) { try await values(workspace, many) }
    let circle = try answer("{}", #"{"data_array":[["1"]],"next_chunk_index":0}"#)
    #expect(try await values(workspace, circle) == [1])
    let negative = try answer(#"{"total_chunk_count":-1,"total_row_count":0}"#, link(0))
    #expect(try await values(workspace, negative) == [])
  }
}
