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
  private let descriptor: Int32

  init(path: String) throws(ParquetError) {
    self.path = path
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure("cannot be opened", path) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      let error = Self.failure("cannot be examined", path)
      close(descriptor)
      throw error
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw ParquetError(.io, "This is no regular file; name a Parquet file.").at(path: path)
    }
    size = Int(status.st_size)
  }

  deinit { close(descriptor) }

  /// Fills a buffer with the bytes from an offset on; the range must lie within ``size``.
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ParquetError) {
    guard offset >= 0, offset <= size, buffer.count <= size - offset else {
      throw .corrupt("The data at offset \(offset) lies outside the file of \(size) bytes.")
    }
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = pread(descriptor, rest.baseAddress, rest.count, off_t(offset + done))
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw Self.failure("cannot be read", path) }
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
