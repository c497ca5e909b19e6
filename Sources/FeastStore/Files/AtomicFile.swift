internal import Foundation

/// Files that appear whole or not at all, whatever is killed when.
enum AtomicFile {
  /// Writes a file beside its place and moves it there; what was there before is replaced.
  ///
  /// - Parameter newerThan: Readers that watch the modification time see a change: it will be later than this one's.
  static func write(_ bytes: [UInt8], to path: String, newerThan previous: FileStamp? = nil) throws {
    let temporary = temporaryPath(for: path)
    do {
      let descriptor = try SystemCalls.open(temporary, O_WRONLY | O_CREAT | O_EXCL)
      defer { SystemCalls.close(descriptor) }
      try bytes.withUnsafeBytes { try SystemCalls.write($0, to: descriptor, temporary) }
      if let previous { try makeNewer(descriptor, temporary, than: previous) }
      try publish(temporary: temporary, as: path)
    } catch {
      unlink(temporary)
      throw error
    }
  }

  /// A name for an unfinished file, in the folder of the finished one.
  static func temporaryPath(for path: String) -> String {
    let folder = SystemCalls.folder(of: path)
    let name = path.split(separator: "/").last.map(String.init) ?? "file"
    let random = String(UInt64.random(in: .min ... .max), radix: 36)
    return "\(folder)/.\(name).\(random).tmp"
  }

  /// Makes a finished temporary file durable and gives it its name, replacing what has it.
  ///
  /// Both paths must be on one file system: best use ``temporaryPath(for:)``.
  static func publish(temporary: String, as path: String) throws {
    let descriptor = try SystemCalls.open(temporary, O_RDONLY)
    defer { SystemCalls.close(descriptor) }
    try SystemCalls.synchronize(descriptor, temporary)
    if rename(temporary, path) != 0 { throw SystemCalls.failure("put in place", path) }
    try SystemCalls.synchronizeFolder(of: path)
  }

  /// A file system clock ticks only every few milliseconds, so two writes can carry one time.
  private static func makeNewer(_ descriptor: Int32, _ path: String, than previous: FileStamp) throws {
    guard try !FileStamp(descriptor: descriptor, path: path).isNewer(than: previous) else { return }
    var seconds = Int(previous.modifiedSeconds)
    // A millisecond: enough for readers that keep the time as a Double of seconds.
    var nanoseconds = Int(previous.modifiedNanoseconds) + 1_000_000
    if nanoseconds >= 1_000_000_000 {
      seconds += 1
      nanoseconds -= 1_000_000_000
    }
    let time = timespec(tv_sec: seconds, tv_nsec: nanoseconds)
    if futimens(descriptor, [time, time]) != 0 { throw SystemCalls.failure("set the time of", path) }
  }
}
