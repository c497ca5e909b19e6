internal import DataFrames
internal import FeatureStoreCore
internal import Foundation

/// The few calls to the operating system that the other files of this folder are made of, as Swift errors.
enum SystemCalls {
  static func failure(_ what: String, _ path: String, _ code: Int32 = errno) -> FeatureStoreError {
    let reason = String(cString: strerror(code))
    return FeatureStoreError(
      .io, "Cannot \(what) \(path): \(reason). Check that the folder exists and may be written.",
      context: .init(path: path))
  }

  static func open(_ path: String, _ flags: Int32, creating mode: mode_t = 0o666) throws -> Int32 {
    let descriptor = retrying { openFile(path, flags | O_CLOEXEC, mode) }
    if descriptor < 0 { throw failure("open", path) }
    return descriptor
  }

  static func close(_ descriptor: Int32) { _ = closeFile(descriptor) }

  static func synchronize(_ descriptor: Int32, _ path: String) throws {
    if retrying({ fsync(descriptor) }) != 0 { throw failure("flush", path) }
  }

  /// Makes a rename or a new file in this folder durable.
  static func synchronizeFolder(of path: String) throws {
    let folder = folder(of: path)
    let descriptor = try open(folder, O_RDONLY)
    defer { close(descriptor) }
    try synchronize(descriptor, folder)
  }

  static func write(_ bytes: UnsafeRawBufferPointer, to descriptor: Int32, _ path: String) throws {
    var rest = bytes
    while rest.count > 0 {
      let count = retrying { writeFile(descriptor, rest.baseAddress, rest.count) }
      if count < 0 { throw failure("write", path) }
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  /// The whole content of a file.
  static func read(_ descriptor: Int32, _ path: String, sizeHint: Int) throws -> [UInt8] {
    var content: [UInt8] = []
    content.reserveCapacity(sizeHint + 1)
    while true {
      let wanted = max(sizeHint + 1 - content.count, 65_536)
      let chunk = try [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        let got = retrying { readFile(descriptor, buffer.baseAddress, wanted) }
        if got < 0 { throw failure("read", path) }
        count = got
      }
      if chunk.isEmpty { return content }
      content.append(contentsOf: chunk)
    }
  }

  /// Makes the folder that a file will be in, and those above it, unless they exist.
  static func makeFolder(of path: String) throws {
    let folder = folder(of: path)
    if try FileStamp(path: folder) != nil { return }
    do {
      try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw FeatureStoreError(
        .io, "Cannot make the folder \(folder). Check that the folder above it may be written.",
        context: .init(path: folder), underlying: error)
    }
  }

  /// Removes a file; one that is not there is no error.
  static func remove(_ path: String) throws {
    if unlink(path) != 0, errno != ENOENT { throw failure("remove", path) }
  }

  /// The folder part of a path; `.` when there is none.
  static func folder(of path: String) -> String { FilePathParts.folder(of: path) }

  /// The time now, in whole microseconds as Feast keeps them.
  static func now() -> Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(seconds: Int64(time.tv_sec), nanoseconds: Int32(time.tv_nsec / 1_000 * 1_000))
  }

  static func pause(milliseconds: Int) { usleep(UInt32(milliseconds) * 1_000) }

  /// Repeats a call that a signal interrupted.
  static func retrying<Number: BinaryInteger>(_ call: () -> Number) -> Number {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

private func openFile(_ path: String, _ flags: Int32, _ mode: mode_t) -> Int32 { open(path, flags, mode) }
private func closeFile(_ descriptor: Int32) -> Int32 { close(descriptor) }
private func writeFile(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
private func readFile(_ descriptor: Int32, _ bytes: UnsafeMutableRawPointer?, _ count: Int) -> Int {
  read(descriptor, bytes, count)
}
