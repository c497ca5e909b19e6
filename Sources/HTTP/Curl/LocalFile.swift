internal import Foundation

/// A file that is sent from or received into; one thread at a time.
///
/// Invariant behind `@unchecked`: everything is constant but `isOpen`, which only the owner of the moment touches: the
/// caller before the transfer is handed over, the thread of the transport after it.
final class LocalFile: @unchecked Sendable {
  let path: String
  private let descriptor: Int32
  private var isOpen = true

  private init(path: String, flags: Int32, use: String) throws(HTTPError) {
    self.path = path
    descriptor = open(path, flags | O_CLOEXEC, 0o666)
    if descriptor < 0 { throw Self.failure("cannot be opened to be \(use)", path) }
  }

  deinit { if isOpen { Foundation.close(descriptor) } }

  static func reading(_ path: String) throws(HTTPError) -> LocalFile {
    // Without waiting, because opening a named pipe would else wait for its writer.
    try LocalFile(path: path, flags: O_RDONLY | O_NONBLOCK, use: "sent")
  }

  /// Makes the file anew, or empties it.
  static func writing(_ path: String) throws(HTTPError) -> LocalFile {
    try LocalFile(path: path, flags: O_WRONLY | O_CREAT | O_TRUNC | O_NONBLOCK, use: "written")
  }

  /// The size of a regular file.
  func size() throws(HTTPError) -> Int64 {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw Self.failure("cannot be examined", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw HTTPError(.file, "\(path) is no regular file; only those can be sent.", isUnsent: true)
    }
    return Int64(status.st_size)
  }

  /// Reads from an offset on; fewer bytes than there is room for are no sign of the end, none is.
  func read(at offset: Int64, into buffer: UnsafeMutableRawBufferPointer) throws(HTTPError) -> Int {
    while true {
      let count = pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset))
      if count >= 0 { return count }
      if errno != EINTR { throw Self.failure("cannot be read", path) }
    }
  }

  func write(_ bytes: UnsafeRawBufferPointer) throws(HTTPError) {
    var rest = bytes
    while !rest.isEmpty {
      let count = Foundation.write(descriptor, rest.baseAddress, rest.count)
      if count < 0 && errno == EINTR { continue }
      if count < 0 { throw Self.failure("cannot be written", path) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// Closes the file; some file systems tell only now that writing failed.
  func close() throws(HTTPError) {
    guard isOpen else { return }
    isOpen = false
    // After an interruption the descriptor is closed all the same on Linux.
    if Foundation.close(descriptor) != 0 && errno != EINTR { throw Self.failure("cannot be written", path) }
  }

  private static func failure(_ what: String, _ path: String) -> HTTPError {
    let reason = String(cString: strerror(errno))
    return HTTPError(.file, "The file \(path) \(what): \(reason).", isUnsent: true)
  }
}
