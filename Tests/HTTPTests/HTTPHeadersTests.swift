import HTTP
import Testing

@Suite("Header fields")
struct HTTPHeadersTests {
  @Test("names compare without case, and setting replaces all values")
  func names() {
    var headers: HTTPHeaders = ["Retry-After": "3", "retry-after": "5"]
    #expect(headers["RETRY-AFTER"] == "3")
    headers["Retry-after"] = "7"
    #expect(headers.fields.map(\.value) == ["7"])
  }
}
