internal import DataFrames
internal import Foundation

/// What tells one state of a file from another without reading it.
struct FileStamp: Hashable, Sendable {
  let device: UInt64
  let inode: UInt64
  let size: Int64
  let modifiedSeconds: Int64
  let modifiedNanoseconds: Int64

  /// The stamp of the file at a path; nil when there is none.
  ///
  /// - Throws: A `FeatureStoreError` with code `io` when the folder cannot be looked into.
  init?(path: String) throws {
    var status = stat()
    if stat(path, &status) != 0 {
      if errno == ENOENT || errno == ENOTDIR { return nil }
      throw SystemCalls.failure("look at", path)
    }
    self.init(status)
  }

  init(descriptor: Int32, path: String) throws {
    guard let stamp = FileStamp(descriptor: descriptor) else { throw SystemCalls.failure("look at", path) }
    self = stamp
  }

  /// The stamp of an open file; nil, with the reason in `errno`, when the system does not tell it.
  init?(descriptor: Int32) {
    var status = stat()
    if fstat(descriptor, &status) != 0 { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    device = UInt64(truncatingIfNeeded: status.st_dev)
    inode = UInt64(truncatingIfNeeded: status.st_ino)
    size = Int64(status.st_size)
    #if canImport(Darwin)
      let modified = status.st_mtimespec
    #else
      let modified = status.st_mtim
    #endif
    modifiedSeconds = Int64(modified.tv_sec)
    modifiedNanoseconds = Int64(modified.tv_nsec)
  }

  /// Whether both are the same file, whatever was written to it since.
  func isSameFile(as other: FileStamp) -> Bool { device == other.device && inode == other.inode }

  func isNewer(than other: FileStamp) -> Bool {
    (modifiedSeconds, modifiedNanoseconds) > (other.modifiedSeconds, other.modifiedNanoseconds)
  }
}
