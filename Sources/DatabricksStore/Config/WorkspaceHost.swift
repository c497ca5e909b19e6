/// The address of a workspace in its one form: with a scheme, without a trailing slash and without port 443.
///
/// A path, other ports and `http://` stay as they are.
package enum WorkspaceHost {
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/configuration`` if the text is no address,
  ///   or more than one: a user, a query or a fragment in it, as in what a browser shows.
  package static func normalized(_ found: FoundSetting) throws -> String {
    guard let address = WebAddress(found.value.contains("://") ? found.value : "https://" + found.value) else {
      // The text is not quoted: it may hold a user and a password.
      throw found.failure("is no address of a workspace. Write it as https://<name>, without user, query and fragment.")
    }
    let port = address.port.flatMap { $0 == 443 ? nil : ":\($0)" } ?? ""
    return address.scheme + "://" + address.host + port + address.path
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
