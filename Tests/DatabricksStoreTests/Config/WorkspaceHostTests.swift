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
    let host = try WorkspaceHost(FoundSetting(.host, text, .explicit))
    #expect(host.address == expected && host.workspaceID == nil)
  }

  @Test(
    "what a browser shows of a page is the workspace's address, and says which workspace",
    arguments: [
      ("https://h/?o=1", "https://h", "1"),
      ("https://h?o=1", "https://h", "1"),
      ("h/?o=6051921418418893#job/list", "https://h", "6051921418418893"),
      ("https://dbc-1.cloud.databricks.com/sql/warehouses/abc?o=12&x=y", "https://dbc-1.cloud.databricks.com", "12"),
      ("https://adb-12.3.azuredatabricks.net/browse/folders/7?x=y&o=12", "https://adb-12.3.azuredatabricks.net", "12"),
      ("https://dbc-1.cloud.databricks.com/sql/warehouses/", "https://dbc-1.cloud.databricks.com", nil),
      ("https://h/#job/?o=1", "https://h", "1"),
      ("https://h/?o=abc", "https://h", nil),
      ("https://h/?", "https://h", nil),
      ("https://h#x", "https://h", nil),
      ("https://h:443/?o=1", "https://h", "1"),
    ] as [(String, String, String?)])
  func pages(text: String, expected: String, workspace: String?) throws {
    let host = try WorkspaceHost(FoundSetting(.host, text, .explicit))
    #expect(host.address == expected && host.workspaceID == workspace)
  }

  @Test(
    "what is no address is refused without being quoted",
    arguments: [
      "ftp://h", "https://", "https:///path", "https://user:s3cr3t@h", "https://h/?u=s3cr3t@h", "?o=1", "https://h h",
      "https://h:port", "https://h:0", "https://h:65536", "https://h:", "https://[::1", "https://hé", "://h", "h:1:2",
    ])
  func refuses(text: String) throws {
    let found = FoundSetting(.host, text, .environment("DATABRICKS_HOST"))
    let error = try #require(throws: FeatureStoreError.self) { try WorkspaceHost(found) }
    #expect(error.code == .configuration)
    #expect(error.message.contains("host (DATABRICKS_HOST)") && !error.message.contains("s3cr3t"))
  }
}
