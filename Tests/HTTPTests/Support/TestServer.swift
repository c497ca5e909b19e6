import Foundation
import HTTP
import Testing

/// A running `server.py`; ends when it is released, or when this process does.
///
/// Invariant behind `@unchecked`: constant after `init`.
final class TestServer: @unchecked Sendable {
  let port: Int
  private let isSecure: Bool
  private let process = Process()
  private let input = Pipe()

  /// The plain one that most tests share.
  static let shared = Result { try TestServer() }

  init(certificate: String? = nil, key: String? = nil) throws {
    isSecure = certificate != nil
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("server.py")
    let output = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", script.path] + [certificate, key].compactMap { $0 }
    process.standardInput = input
    process.standardOutput = output
    try process.run()
    let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
    port = try #require(Int(line.filter(\.isNumber)), "server.py said \(line.debugDescription) instead of its port")
  }

  deinit { try? input.fileHandleForWriting.close() }

  func url(_ path: String, host: String = "127.0.0.1") -> String {
    "\(isSecure ? "https" : "http")://\(host):\(port)\(path)"
  }
}

/// What `/echo` of the server saw.
struct Echo: Decodable {
  let method: String
  let path: String
  let connection: Int
  let length: Int
  let first: String
  let checksum: Int
  let headers: [[String]]

  init(_ response: HTTPResponse) throws { self = try JSONDecoder().decode(Echo.self, from: Data(response.body)) }

  func values(_ name: String) -> [String] {
    headers.filter { $0[0].lowercased() == name.lowercased() }.map { $0[1] }
  }
}

/// A folder that is there for one test.
///
/// Invariant behind `@unchecked`: constant.
final class TemporaryFolder: @unchecked Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "http-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { remove() }

  func remove() { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  /// Makes a file with a pattern and returns its path and the sum of its bytes; `size` is below 64 KiB or a multiple.
  func file(_ name: String, size: Int) throws -> (path: String, checksum: Int) {
    let block = (0..<min(size, 65_536)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    let blocks = block.isEmpty ? 0 : size / block.count
    var data = Data(capacity: size)
    for _ in 0..<blocks { data.append(contentsOf: block) }
    try data.write(to: URL(fileURLWithPath: file(name)))
    return (file(name), block.reduce(0) { $0 + Int($1) } * blocks % (1 << 32))
  }
}
