import DatabricksStore
import FeatureStoreCore
import Testing

@Suite struct WorkspaceHostTests {
  @Test(
    "an address gets a scheme and loses trailing slashes and port 443; all else stays",
    arguments: [
      ("dbc-1.cloud.databricks.com", "https://dbc-1.cloud.databricks.com"),
      ("https://h", "https://h"),
      ("https://h/", "https://h"),
      ("https://h///", "https://h"),
      ("h:443", "https://h"),
      ("https://h:443/", "https://h"),
      ("http://h:443", "http://h"),
      ("https://h:8443/", "https://h:8443"),
      ("http://localhost:5000", "http://localhost:5000"),
      ("HTTPS://Host.Example", "https://Host.Example"),
      ("https://h/some/path/", "https://h/some/path"),
      ("h/path", "https://h/path"),
      ("https://[::1]:443", "https://[::1]"),
      ("http://[::1]:80/x", "http://[::1]:80/x"),
    ])
  func normalizes(text: String, expected: String) throws {
    #expect(try WorkspaceHost.normalized(FoundSetting(.host, text, .explicit)) == expected)
  }

  @Test(
    "what is no address is refused without being quoted",
    arguments: [
      "ftp://h", "https://", "https:///path", "https://user:s3cr3t@h", "https://h/?o=1", "https://h#x", "https://h h",
      "https://h:port", "https://h:0", "https://h:65536", "https://h:", "https://[::1", "https://hé", "://h", "h:1:2",
    ])
  func refuses(text: String) throws {
    let found = FoundSetting(.host, text, .environment("DATABRICKS_HOST"))
    let error = try #require(throws: FeatureStoreError.self) { try WorkspaceHost.normalized(found) }
    #expect(error.code == .configuration)
    #expect(error.message.contains("host (DATABRICKS_HOST)") && !error.message.contains("s3cr3t"))
  }
}
