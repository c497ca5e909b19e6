/// The bytes of a request, read piece by piece while they are sent.
final class BodySource {
  private enum Content {
    case memory([UInt8])
    case file(LocalFile)
  }

  let count: Int64
  /// Whether reading from the start again is allowed, which libcurl does when it sends once more on a new connection.
  private let mayRewind: Bool
  private let content: Content
  private var offset: Int64 = 0
  /// Why the last ``read(into:)`` or ``seek(to:)`` said no.
  private(set) var failure: HTTPError?

  /// Opens the body of a request; nil where it has none.
  init?(_ request: HTTPRequest) throws(HTTPError) {
    mayRewind = request.repetition == .safe
    switch request.body {
    case .none: return nil
    case .bytes(let bytes):
      content = .memory(bytes)
      count = Int64(bytes.count)
    case .file(let path):
      let file = try LocalFile.reading(path)
      content = .file(file)
      count = try file.size()
    }
  }

  /// Fills a buffer with what comes next; 0 at the end, nil after an error.
  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    let wanted = Int(min(Int64(buffer.count), count - offset))
    guard wanted > 0 else { return 0 }
    do {
      let got = try take(UnsafeMutableRawBufferPointer(rebasing: buffer[..<wanted]))
      offset += Int64(got)
      return got
    } catch {
      failure = error
      return nil
    }
  }

  private func take(_ buffer: UnsafeMutableRawBufferPointer) throws(HTTPError) -> Int {
    switch content {
    case .memory(let bytes):
      bytes.withUnsafeBytes {
        buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[Int(offset)...].prefix(buffer.count)))
      }
      return buffer.count
    case .file(let file):
      let got = try file.read(at: offset, into: buffer)
      guard got > 0 else {
        throw HTTPError(.file, "The file \(file.path) became shorter while it was sent.", isUnsent: false)
      }
      return got
    }
  }

  /// Goes to an offset; false if that is not allowed.
  func seek(to offset: Int64) -> Bool {
    guard mayRewind, (0...count).contains(offset) else { return false }
    self.offset = offset
    return true
  }
}
