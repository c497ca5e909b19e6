#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// An open file that is read by position, from any number of threads at once.
///
/// Reads copy instead of mapping the file, because a mapped file that another program cuts short ends this one.
final class FileHandle: Sendable {
  let path: String
  /// The size when the file was opened.
  let size: Int
  /// nil: the file is opened for each read.
  private let descriptor: Int32?
  private let identity: FileIdentity

  /// - Parameter staysOpen: False when very many files are read together, which a process may not have open at once.
  init(path: String, staysOpen: Bool = true) throws(ParquetError) {
    self.path = path
    let opened = try Self.opened(path)
    identity = opened.identity
    size = opened.identity.size
    descriptor = staysOpen ? opened.descriptor : nil
    if !staysOpen { close(opened.descriptor) }
  }

  deinit { if let descriptor { close(descriptor) } }

  private static func opened(_ path: String) throws(ParquetError) -> (descriptor: Int32, identity: FileIdentity) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw failure("cannot be opened", path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let error = failure("cannot be examined", path)
      close(descriptor)
      throw error
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw ParquetError(.io, "This is no regular file; name a Parquet file.").at(path: path)
    }
    return (descriptor, FileIdentity(status))
  }

  /// Runs `body` with the open file, which must be the one that was opened first.
  private func withDescriptor(_ body: (Int32) throws(ParquetError) -> Void) throws(ParquetError) {
    if let descriptor { return try body(descriptor) }
    let opened = try Self.opened(path)
    defer { close(opened.descriptor) }
    guard opened.identity == identity else {
      throw ParquetError(.io, "The file was replaced while it was read; read it again.").at(path: path)
    }
    try body(opened.descriptor)
  }

  /// Fills a buffer with the bytes from an offset on; the range must lie within ``size``.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ParquetError) {
    guard offset >= 0, offset <= size, buffer.count <= size - offset else {
      throw .corrupt("The data at offset \(offset) lies outside the file of \(size) bytes.")
    }
    try withDescriptor { (descriptor: Int32) throws(ParquetError) in
      try Self.fill(buffer, from: descriptor, at: offset, path)
    }
  }

  private static func fill(
    _ buffer: UnsafeMutableRawBufferPointer, from descriptor: Int32, at offset: Int, _ path: String
  ) throws(ParquetError) {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw failure("cannot be read", path) }
      guard count > 0 else { throw ParquetError(.io, "The file became shorter while it was read.").at(path: path) }
      done += count
    }
  }

  /// Returns the bytes of a range.
  func bytes(at offset: Int, count: Int) throws(ParquetError) -> [UInt8] {
    guard offset >= 0, count >= 0, offset <= size, count <= size - offset else {
      throw .corrupt("The data at offset \(offset) lies outside the file of \(size) bytes.")
    }
    var result = [UInt8](repeating: 0, count: count)
    try result.withUnsafeMutableBufferPointer {
      (buffer: inout UnsafeMutableBufferPointer<UInt8>) throws(ParquetError) in
      try read(at: offset, into: UnsafeMutableRawBufferPointer(buffer))
    }
    return result
  }

  private static func failure(_ what: String, _ path: String) -> ParquetError {
    ParquetError(.io, "The file \(what): \(String(cString: strerror(errno))).").at(path: path)
  }
}

/// What tells a file from one that took its place.
private struct FileIdentity: Equatable, Sendable {
  let device: UInt64
  let inode: UInt64
  let size: Int
  let modified: [Int]

  init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    size = Int(status.st_size)
    #if canImport(Darwin)
      modified = [Int(status.st_mtimespec.tv_sec), Int(status.st_mtimespec.tv_nsec)]
    #else
      modified = [Int(status.st_mtim.tv_sec), Int(status.st_mtim.tv_nsec)]
    #endif
  }
}
