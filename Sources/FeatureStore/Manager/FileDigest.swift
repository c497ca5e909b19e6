internal import Crypto
internal import FeatureStoreCore
internal import Foundation

/// The SHA-256 of files.
enum FileDigest {
  /// The digest of a file as 64 hexadecimal digits; reads a mebibyte at a time.
  static func sha256(_ path: String) throws -> String {
    guard let file = FileHandle(forReadingAtPath: path) else {
      throw FeatureStoreError(.io, "Cannot read '\(path)'. Check that it is there.", context: .init(path: path))
    }
    defer { try? file.close() }
    var digest = SHA256()
    while let chunk = try file.read(upToCount: 1 << 20), !chunk.isEmpty { digest.update(data: chunk) }
    return digest.finalize().map { (byte: UInt8) -> String in
      let digits = String(byte, radix: 16)
      return byte < 16 ? "0" + digits : digits
    }.joined()
  }
}
