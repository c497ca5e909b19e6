#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A file that appears under its name only when it is finished; until then it is written beside it.
///
/// A file that is given up, or whose writer ends, leaves nothing behind, and what stood under the name stays.
final class FileOutput {
  /// How many bytes have been written.
  private(set) var offset = 0
  private let path: String
  private let temporaryPath: String
  private var descriptor: Int32

  init(path: String) throws(ParquetError) {
    self.path = Self.resolved(path)
    temporaryPath = "\(self.path).\(getpid())-\(UInt32.random(in: .min ... .max)).tmp"
    descriptor = open(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw Self.failure("cannot be created", path) }
  }

  deinit { cancel() }

  func write(_ bytes: UnsafeRawBufferPointer) throws(ParquetError) {
    guard descriptor >= 0 else {
      throw ParquetError(.invalidInput, "The file was finished or given up before; make a new writer.").at(path: path)
    }
    var done = 0
    while done < bytes.count {
      let rest = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = Self.writeSome(descriptor, rest)
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw Self.failure("cannot be written", path) }
      done += count
    }
    offset += bytes.count
  }

  func write(_ bytes: [UInt8]) throws(ParquetError) {
    try bytes.withUnsafeBufferPointer { (buffer: UnsafeBufferPointer<UInt8>) throws(ParquetError) in
      try write(UnsafeRawBufferPointer(buffer))
    }
  }

  /// Gives the file its name.
  ///
  /// - Parameter sync: Whether to wait until the content and then the name are on the disk.
  func finish(sync: Bool) throws(ParquetError) {
    if sync && fsync(descriptor) != 0 { throw Self.failure("cannot be written to the disk", path) }
    let status = close(descriptor)
    descriptor = -1
    guard status == 0, rename(temporaryPath, path) == 0 else {
      let error = Self.failure("cannot be put in place", path)
      unlink(temporaryPath)
      throw error
    }
    if sync { try syncFolder() }
  }

  /// Removes what has been written.
  func cancel() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    unlink(temporaryPath)
  }

  private func syncFolder() throws(ParquetError) {
    let folder = path.lastIndex(of: "/").map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
    let descriptor = open(folder, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Self.failure("cannot be written to the disk", folder) }
    defer { close(descriptor) }
    // Some file systems cannot sync folders, and say so with EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw Self.failure("cannot be written to the disk", folder) }
  }

  /// The file behind a symbolic link, so that the link stays.
  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }

  private static func failure(_ what: String, _ path: String) -> ParquetError {
    ParquetError(.io, "The file \(what): \(String(cString: strerror(errno))).").at(path: path)
  }

  private static func writeSome(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    #if canImport(Glibc)
      Glibc.write(descriptor, bytes.baseAddress, bytes.count)
    #elseif canImport(Musl)
      Musl.write(descriptor, bytes.baseAddress, bytes.count)
    #else
      Darwin.write(descriptor, bytes.baseAddress, bytes.count)
    #endif
  }
}
