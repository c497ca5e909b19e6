internal import CCurl
internal import Foundation

/// The options of a transport, checked and loaded.
struct TransferSettings: Sendable {
  let connectTimeout: Duration
  let stallTimeout: Duration
  let largestBody: Int
  let verifiesCertificates: Bool
  /// All certificates to trust in PEM form; nil means those of the system.
  let certificates: [UInt8]?

  init(_ options: CurlTransport.Options) throws(HTTPError) {
    connectTimeout = options.connectTimeout
    stallTimeout = options.stallTimeout
    largestBody = options.maximumBodySize
    switch options.trust {
    case .system: (verifiesCertificates, certificates) = (true, nil)
    case .systemAnd(let path): (verifiesCertificates, certificates) = (true, try Self.certificates(besides: path))
    case .anyone: (verifiesCertificates, certificates) = (false, nil)
    }
  }

  /// Adds the system's certificates to those of a file, because libcurl takes one set in place of the other.
  private static func certificates(besides path: String) throws(HTTPError) -> [UInt8] {
    let own = try content(path)
    guard String(decoding: own, as: UTF8.self).contains("CERTIFICATE-----") else {
      throw HTTPError(.file, "The CA file \(path) holds no certificate in PEM form.", isUnsent: true)
    }
    guard let system = ccurl_default_certificates().map({ String(cString: $0) }),
      FileManager.default.fileExists(atPath: system)
    else { return own }
    return own + [UInt8(ascii: "\n")] + (try content(system))
  }

  private static func content(_ path: String) throws(HTTPError) -> [UInt8] {
    guard let data = FileManager.default.contents(atPath: path) else {
      throw HTTPError(.file, "The CA file \(path) cannot be read.", isUnsent: true)
    }
    return [UInt8](data)
  }
}
