/// The address of a workspace in its one form: with a scheme, without a trailing slash and without port 443.
///
/// What a browser shows of a page is taken as well: `https://<name>/sql/warehouses?o=123#…` is `https://<name>`, and 123
/// the workspace. Without a query or a fragment a path stays, as in the official clients, but for the domains of
/// Databricks, which serve nothing below one. Other ports and `http://` stay as they are.
package struct WorkspaceHost: Sendable, Hashable {
  /// With a scheme, without a trailing slash.
  package let address: String
  /// The workspace that the page was of; nil if the text does not say.
  package let workspaceID: String?

  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/configuration`` if the text is no address,
  ///   or has a user in it.
  package init(_ found: FoundSetting) throws {
    let text = found.value.contains("://") ? found.value : "https://" + found.value
    let end = text.firstIndex { $0 == "?" || $0 == "#" } ?? text.endIndex
    guard !text.contains("@"), let address = WebAddress(String(text[..<end])) else {
      // The text is not quoted: it may hold a user and a password.
      throw found.failure("is no address of a workspace. Write it as https://<name>, without a user.")
    }
    let port = address.port.flatMap { $0 == 443 ? nil : ":\($0)" } ?? ""
    let isPage = end < text.endIndex || Self.isOfDatabricks(address.host)
    self.address = address.scheme + "://" + address.host + port + (isPage ? "" : address.path)
    workspaceID = Self.workspace(inQueryOf: text)
  }

  /// The digits of `o=` in the query of an address or path that was copied from a browser.
  package static func workspace(inQueryOf text: String) -> String? {
    guard let start = text.firstIndex(of: "?") else { return nil }
    let query = text[text.index(after: start)...].prefix { $0 != "#" }
    let values = query.split(separator: "&").filter { $0.hasPrefix("o=") }.map { $0.dropFirst(2) }
    return values.first { !$0.isEmpty && $0.utf8.allSatisfy { (48...57).contains($0) } }.map(String.init)
  }

  private static func isOfDatabricks(_ host: String) -> Bool {
    [".databricks.com", ".azuredatabricks.net", ".databricks.us", ".azuredatabricks.us", ".databricks.azure.cn"]
      .contains { host.lowercased().hasSuffix($0) }
  }
}

/// The parts of an `http` or `https` URL without user, query and fragment.
package struct WebAddress: Sendable, Hashable {
  package let scheme: String
  /// As it is written; an IPv6 address with its brackets.
  package let host: String
  package let port: Int?
  /// Without trailing slashes; empty for the root.
  package let path: String

  /// Nil if the text is not such a URL.
  package init?(_ text: String) {
    guard let separator = text.firstRange(of: "://") else { return nil }
    scheme = text[..<separator.lowerBound].lowercased()
    let rest = text[separator.upperBound...]
    guard scheme == "https" || scheme == "http", rest.utf8.allSatisfy(Self.isAllowed) else { return nil }
    let slash = rest.firstIndex(of: "/") ?? rest.endIndex
    guard let (host, port) = Self.authority(rest[..<slash]) else { return nil }
    self.host = host
    self.port = port
    var path = rest[slash...]
    while path.last == "/" { path.removeLast() }
    self.path = String(path)
  }

  /// The port that is meant when none is written.
  package var effectivePort: Int { port ?? (scheme == "https" ? 443 : 80) }

  private static func isAllowed(_ byte: UInt8) -> Bool {
    byte > 0x20 && byte < 0x7F && !"@?#\\\"<>^`{|}".utf8.contains(byte)
  }

  private static func authority(_ text: Substring) -> (host: String, port: Int?)? {
    let hostEnd = text.first == "[" ? text.firstIndex(of: "]").map(text.index(after:)) : text.firstIndex(of: ":")
    let host = text[..<(hostEnd ?? text.endIndex)]
    let rest = text[host.endIndex...]
    guard !host.isEmpty, text.first != "[" || hostEnd != nil else { return nil }
    if rest.isEmpty { return (String(host), nil) }
    let digits = rest.dropFirst()
    guard rest.first == ":", digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), let port = UInt16(digits), port > 0
    else { return nil }
    return (String(host), Int(port))
  }
}
