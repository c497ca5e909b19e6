internal import FeatureStoreCore
internal import Foundation

#if canImport(CryptoKit)
  internal import CryptoKit
#else
  internal import CLibcrypto
#endif

/// The SHA-256 of files.
enum FileDigest {
  /// The digest of a file as 64 hexadecimal digits; reads a mebibyte at a time.
  static func sha256(_ path: String) throws -> String {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw FeatureStoreError(.io, "Cannot read '\(path)'. Check that it is there.", context: .init(path: path))
    }
    defer { try? file.close() }
    var digest = try RunningDigest()
    while let chunk = try file.read(upToCount: 1 << 20), !chunk.isEmpty { try digest.update(chunk) }
    return try digest.finish().map { (byte: UInt8) -> String in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}

#if canImport(CryptoKit)
  /// A SHA-256 that is fed piece by piece, by the system's own library.
  private struct RunningDigest {
    private var state = SHA256()

    init() throws {}
    mutating func update(_ data: Data) throws { state.update(data: data) }
    func finish() throws -> [UInt8] { Array(state.finalize()) }
  }
#else
  /// A SHA-256 that is fed piece by piece, by OpenSSL's libcrypto.
  private struct RunningDigest: ~Copyable {
    private let state: OpaquePointer?

    init() throws {
      state = EVP_MD_CTX_new()
      try Self.check(EVP_DigestInit_ex(state, EVP_sha256(), nil))
    }

    deinit { EVP_MD_CTX_free(state) }

    mutating func update(_ data: Data) throws {
      try Self.check(data.withUnsafeBytes { EVP_DigestUpdate(state, $0.baseAddress, $0.count) })
    }

    func finish() throws -> [UInt8] {
      var bytes = [UInt8](repeating: 0, count: 32)
      try Self.check(EVP_DigestFinal_ex(state, &bytes, nil))
      return bytes
    }

    private static func check(_ result: Int32) throws {
      guard result == 1 else {
        throw FeatureStoreError(.io, "libcrypto cannot compute a SHA-256. Check the installation of OpenSSL.")
      }
    }
  }
#endif
