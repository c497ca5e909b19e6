internal import Foundation

/// Bytes as base64 text (RFC 4648 section 4).
enum Base64 {
  /// Reads text, line ends inside it allowed; nil if it is damaged.
  static func bytes(_ text: some Sequence<UInt8>) -> [UInt8]? {
    Data(base64Encoded: Data(text), options: .ignoreUnknownCharacters).map { Array($0) }
  }

  static func text(_ bytes: [UInt8]) -> String { Data(bytes).base64EncodedString() }
}
