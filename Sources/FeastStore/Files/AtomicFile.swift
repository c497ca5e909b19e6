internal import DataFrames
internal import FeatureStoreCore
internal import Foundation

/// Files that appear whole or not at all, whatever is killed when.
enum AtomicFile {
  /// Replaces a file as `FileReplacement` does: links stay, mode and group are kept.
  ///
  /// - Parameter newerThan: Readers that watch the modification time see a change: it will be later than this one's.
  static func write(_ bytes: [UInt8], to path: String, newerThan previous: FileStamp? = nil) throws {
    do {
      try FileReplacement.write(bytes, to: path) { (descriptor: Int32) throws(FileFailure) in
        if let previous { try makeNewer(descriptor, path, than: previous) }
      }
    } catch {
      throw translated(error)
    }
  }

  /// The file that is replaced when this path is written: the one that a link leads to.
  static func target(of path: String) throws -> String {
    do {
      return try FileReplacement(of: path).target
    } catch {
      throw translated(error)
    }
  }

  private static func translated(_ failure: FileFailure) -> FeatureStoreError {
    FeatureStoreError(
      .io, "\(failure) Check that its folder exists and that both may be written to.",
      context: .init(path: failure.path), underlying: failure)
  }

  /// A file system clock ticks only every few milliseconds, so two writes can carry one time.
  private static func makeNewer(
    _ descriptor: Int32, _ path: String, than previous: FileStamp
  ) throws(FileFailure) {
    guard let written = FileStamp(descriptor: descriptor) else { throw FileFailure("look at", path) }
    if written.isNewer(than: previous) { return }
    var seconds = Int(previous.modifiedSeconds)
    // A millisecond: enough for readers that keep the time as a Double of seconds.
    var nanoseconds = Int(previous.modifiedNanoseconds) + 1_000_000
    if nanoseconds >= 1_000_000_000 {
      seconds += 1
      nanoseconds -= 1_000_000_000
    }
    let time = timespec(tv_sec: seconds, tv_nsec: nanoseconds)
    if futimens(descriptor, [time, time]) != 0 { throw FileFailure("set the time of", path) }
  }
}
