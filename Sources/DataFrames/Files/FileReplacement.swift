#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The one way in which files are written: beside their place, then put there whole.
///
/// A symbolic link stays, and the file that it leads to is replaced, or made where there is none. The new file has the
/// mode and the group of the one before, and its owner where that is allowed; a first one obeys the umask.
///
/// ```swift
/// try FileReplacement.write(bytes, to: "registry.json")
/// ```
package struct FileReplacement: Sendable {
  /// The file that is replaced: what the last link leads to.
  package let target: String
  /// Where the new content is written until it is finished; hidden, and in the folder of the target.
  package let temporaryPath: String

  /// Finds the file behind a path, and refuses one that may not be replaced.
  ///
  /// - Throws: A ``FileFailure`` for a chain of links without end, a folder or a device, or a file that may not be
  ///   written.
  package init(of path: String) throws(FileFailure) {
    target = try SymbolicLinks.target(of: path)
    let name = String(decoding: Array(FilePathParts.name(of: target).utf8.prefix(180)), as: UTF8.self)
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    temporaryPath = "\(FilePathParts.folder(of: target))/.\(name).\(random).tmp"
    try refuseWhatMayNotBeWritten()
  }

  /// Opens the temporary file for writing; the caller closes it.
  package func open() throws(FileFailure) -> Int32 {
    let descriptor = openFile(temporaryPath, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else { throw FileFailure("create", target) }
    do throws(FileFailure) {
      try adoptAttributes(descriptor)
      return descriptor
    } catch {
      _ = closeFile(descriptor)
      discard()
      throw error
    }
  }

  /// Gives the finished temporary file the name of the target.
  package func putInPlace() throws(FileFailure) {
    if rename(temporaryPath, target) != 0 { throw FileFailure("put in place", target) }
  }

  /// Makes the new name durable.
  package func synchronizeFolder() throws(FileFailure) {
    let folder = FilePathParts.folder(of: target)
    let descriptor = openFile(folder, O_RDONLY | O_CLOEXEC, 0)
    guard descriptor >= 0 else { throw FileFailure("flush", folder) }
    defer { _ = closeFile(descriptor) }
    // Some file systems cannot sync folders, and say so with EINVAL.
    guard fsync(descriptor) == 0 || errno == EINVAL else { throw FileFailure("flush", folder) }
  }

  /// Removes what was written.
  package func discard() { unlink(temporaryPath) }

  /// Writes a whole file and waits until it is on the disk.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileFailure) {
    try write(bytes, to: path) { (_: Int32) throws(FileFailure) in }
  }

  /// - Parameter finish: Called with the complete temporary file before it gets its name.
  package static func write(
    _ bytes: [UInt8], to path: String, finish: (Int32) throws(FileFailure) -> Void
  ) throws(FileFailure) {
    let replacement = try FileReplacement(of: path)
    let descriptor = try replacement.open()
    defer { _ = closeFile(descriptor) }
    do throws(FileFailure) {
      try replacement.write(bytes, descriptor)
      try finish(descriptor)
      if fsync(descriptor) != 0 { throw FileFailure("flush", replacement.target) }
      try replacement.putInPlace()
    } catch {
      replacement.discard()
      throw error
    }
    try replacement.synchronizeFolder()
  }

  private func write(_ bytes: [UInt8], _ descriptor: Int32) throws(FileFailure) {
    var done = 0
    while done < bytes.count {
      let count = bytes.withUnsafeBytes { (buffer: UnsafeRawBufferPointer) -> Int in
        writeFile(descriptor, UnsafeRawBufferPointer(rebasing: buffer[done...]))
      }
      if count < 0 && errno == EINTR { continue }
      guard count > 0 else { throw FileFailure("write", target) }
      done += count
    }
  }
}

/// What the new file takes from the one before.
extension FileReplacement {
  private func refuseWhatMayNotBeWritten() throws(FileFailure) {
    guard let status = try existing() else { return }
    guard status.st_mode & S_IFMT == S_IFREG else { throw FileFailure("replace", target, reason: "it is no file") }
    if access(target, W_OK) != 0 { throw FileFailure("write", target) }
  }

  /// The status of the target; nil when there is none.
  private func existing() throws(FileFailure) -> stat? {
    var status = stat()
    if stat(target, &status) == 0 { return status }
    if errno == ENOENT { return nil }
    throw FileFailure("look at", target)
  }

  private func adoptAttributes(_ descriptor: Int32) throws(FileFailure) {
    guard let old = try existing() else { return }
    // Only root may give files away, and others only to groups of their own: what is not allowed is left.
    if fchown(descriptor, old.st_uid, old.st_gid) != 0 { _ = fchown(descriptor, uid_t.max, old.st_gid) }
    var new = stat()
    if fstat(descriptor, &new) != 0 { throw FileFailure("look at", temporaryPath) }
    var mode = old.st_mode & 0o7777
    if new.st_gid != old.st_gid {
      // Another group gets no more than everybody had.
      mode = mode & ~0o2070 | (mode & 0o7) << 3 & mode
    }
    if fchmod(descriptor, mode) != 0 { throw FileFailure("set the mode of", temporaryPath) }
  }
}

/// The folder and the name in a path.
package enum FilePathParts {
  /// The folder part of a path; `.` when there is none.
  package static func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "." }
    return slash == path.startIndex ? "/" : String(path[..<slash])
  }

  package static func name(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return path }
    return String(path[path.utf8.index(after: slash)...])
  }
}

private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func closeFile(_ descriptor: Int32) -> Int32 { close(descriptor) }
private func writeFile(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  write(descriptor, bytes.baseAddress, bytes.count)
}
