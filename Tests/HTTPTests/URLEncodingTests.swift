import HTTP
import Testing

@Suite("Encoding of URLs and forms")
struct URLEncodingTests {
  @Test(
    "a path keeps its slashes",
    arguments: [
      ("/Volumes/main/a b/c.parquet", "/Volumes/main/a%20b/c.parquet"),
      ("a%20b", "a%2520b"),
      ("é/日", "%C3%A9/%E6%97%A5"),
      ("-._~AZaz09", "-._~AZaz09"),
      ("?#[]@!$&'()*+,;=:", "%3F%23%5B%5D%40%21%24%26%27%28%29%2A%2B%2C%3B%3D%3A"),
      ("a\r\n\u{0}b", "a%0D%0A%00b"),
      ("", ""),
    ])
  func path(text: String, encoded: String) {
    #expect(URLEncoding.path(text) == encoded)
  }

  @Test("a segment has its slashes encoded")
  func segment() {
    #expect(URLEncoding.segment("a/b c") == "a%2Fb%20c")
  }

  @Test("names and values of a query are encoded, in their order")
  func query() {
    #expect(URLEncoding.query([("b", "1 2"), ("a&=", "x+y/~"), ("empty", "")]) == "b=1%202&a%26%3D=x%2By%2F~&empty=")
    #expect(URLEncoding.query([]) == "")
  }

  @Test("a form has plus signs for spaces")
  func form() {
    let pairs = [("grant_type", "client_credentials"), ("scope", "all-apis offline_access"), ("s", "a+b~c%é")]
    #expect(
      URLEncoding.form(pairs) == "grant_type=client_credentials&scope=all-apis+offline_access&s=a%2Bb%7Ec%25%C3%A9")
  }
}
