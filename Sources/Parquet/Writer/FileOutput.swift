internal import DataFrames

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
  private let replacement: FileReplacement
  private var descriptor: Int32

  init(path: String) throws(ParquetError) {
    self.path = path
    do throws(FileFailure) {
      replacement = try FileReplacement(of: path)
      descriptor = try replacement.open()
    } catch {
      throw Self.translated(error, path)
    }
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
    do throws(FileFailure) {
      guard status == 0 else { throw FileFailure("write", replacement.target) }
      try replacement.putInPlace()
    } catch {
      replacement.discard()
      throw Self.translated(error, path)
    }
    if sync { try syncFolder() }
  }

  /// Removes what has been written.
  func cancel() {
    guard descriptor >= 0 else { return }
    close(descriptor)
    descriptor = -1
    replacement.discard()
  }

  private func syncFolder() throws(ParquetError) {
    do {
      try replacement.synchronizeFolder()
    } catch {
      throw Self.translated(error, path)
    }
  }

  private static func translated(_ failure: FileFailure, _ path: String) -> ParquetError {
    ParquetError(.io, "\(failure) Check that its folder exists and that both may be written to.").at(path: path)
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
