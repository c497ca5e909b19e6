extension CurlTransport {
  /// How a transport connects, and how far it trusts.
  package struct Options: Sendable {
    /// For making a connection, TLS included.
    package var connectTimeout: Duration = .seconds(30)
    /// For how long no byte may move where a request has no time-out of its own; counted in whole seconds.
    package var stallTimeout: Duration = .seconds(60)
    /// More transfers to one host wait for a connection; the time-out of a request counts while it waits.
    package var maximumConnectionsPerHost = 16
    /// The largest body that is taken into memory; a file may be larger.
    package var maximumBodySize = 1 << 30
    package var trust: Trust = .system

    package init() {}
  }

  /// Whose certificates are accepted.
  package enum Trust: Sendable, Hashable {
    /// Those that the system trusts.
    case system
    /// Those that the system trusts and those of a file in PEM form, such as a company's own.
    case systemAnd(path: String)
    /// Anyone's, and so any eavesdropper's.
    case anyone
  }
}
