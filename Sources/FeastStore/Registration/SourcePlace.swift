internal import DataFrames
internal import FeatureStoreCore
internal import Foundation
internal import Parquet

/// Where the rows of a view go.
enum SourcePlace {
  /// A new file in the view's own folder for every write.
  case versions
  /// The one file that the view's definition names, made by somebody else: it is replaced under its own name.
  case file(String)

  /// - Throws: A ``FeatureStoreError`` for a source that cannot be written to, which says why and what to do.
  init(_ view: FeastView, _ repository: FeastRepository, mode: WriteMode) throws {
    let path: String
    do {
      path = try view.fileSource().path(in: repository.config.repoPath)
    } catch {
      // A source that is no file can be replaced by one of ours, as one thing of a new definition.
      guard mode == .overwrite else { throw error }
      self = .versions
      return
    }
    if ViewVersions.numbered(path, view.name) != nil {
      self = .versions
      return
    }
    do {
      try Self.refuseUnlessFile(path, of: view)
      self = .file(path)
    } catch {
      guard mode == .overwrite else { throw error }
      let canBeMade = path.hasSuffix(".parquet") && !path.contains("://") && !Self.exists(path)
      self = canBeMade && !Self.isPattern(path) ? .file(path) : .versions
    }
  }

  /// Refuses a source to which rows cannot be added, and says what it is.
  private static func refuseUnlessFile(_ path: String, of view: FeastView) throws {
    var what: String?
    if path.contains("://") { what = "is a URL" }
    if isPattern(path), !exists(path) { what = "is a pattern of several files" }
    if isFolder(path) { what = "is a folder" }
    if let what {
      throw FeatureStoreError(
        .notSupported,
        "The source of view '\(view.name)' \(what): \(path). Rows can be added to a single Parquet file only: write them to "
          + "the source by what made it.",
        context: .init(view: view.name, path: path))
    }
    let table = try SourceError.opening(view, path)
    if let column = table.files.first?.columnsWrittenOtherwise.first {
      throw FeatureStoreError(
        .notSupported,
        "Rows cannot be added to the file of view '\(view.name)': its column '\(column.name)' (\(column.type)) would not keep "
          + "its type. Push to online, or add the rows by what made the file: \(path)",
        context: .init(view: view.name, column: column.name, path: path))
    }
  }

  private static func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }

  private static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && isFolder.boolValue
  }

  private static func isPattern(_ path: String) -> Bool { path.contains { "*?[".contains($0) } }
}

/// A data file that somebody else made, replaced so that every reader sees the old rows or the new ones.
///
/// Links are followed; mode and group stay. Writers of this package wait for each other by a lock on the file itself, so
/// that no file is left beside it. Python Feast takes no lock: a change of its between reading and replacing is noticed,
/// and nothing is replaced then.
struct ReplacedFile {
  private let path: String
  private let before: stat?

  /// Runs `body` while no other writer of this package replaces the file.
  ///
  /// - Throws: A ``FeatureStoreError``, or what `body` throws.
  static func withLock<Result>(_ path: String, _ body: (ReplacedFile) throws -> Result) throws -> Result {
    let real = resolved(path)
    let deadline = ContinuousClock.now + .seconds(30)
    while ContinuousClock.now < deadline {
      guard let descriptor = try? SystemCalls.open(real, O_RDONLY) else {
        return try body(ReplacedFile(path: real, before: nil))
      }
      defer { SystemCalls.close(descriptor) }
      guard flock(descriptor, LOCK_EX | LOCK_NB) == 0 else {
        SystemCalls.pause(milliseconds: 5)
        continue
      }
      defer { flock(descriptor, LOCK_UN) }
      var (held, named) = (stat(), stat())
      // Another writer may have replaced the file before the lock was got.
      guard fstat(descriptor, &held) == 0, stat(real, &named) == 0, held.st_ino == named.st_ino else { continue }
      return try body(ReplacedFile(path: real, before: named))
    }
    throw FeatureStoreError(
      .storeBusy, "Another process has held the file \(path) for 30 seconds. Try again when it has finished.",
      context: .init(path: path))
  }

  /// Writes a new file and gives it the place of the old one, on the disk when this returns.
  func replace(_ options: ParquetWriteOptions, _ write: (ParquetWriter) throws -> Void) throws {
    let writer = try ParquetWriter(path: path, options: options)
    try write(writer)
    try refuseChanged()
    try writer.finish(sync: true)
  }

  private func refuseChanged() throws {
    var now = stat()
    let exists = stat(path, &now) == 0
    let isSame =
      before.map { (old: stat) -> Bool in
        exists && old.st_ino == now.st_ino && old.st_size == now.st_size && old.modified == now.modified
      } ?? !exists
    guard isSame else {
      throw FeatureStoreError(
        .conflict, "Another program changed the file \(path) while rows were added to it. Write them again.",
        context: .init(path: path))
    }
  }

  private static func resolved(_ path: String) -> String {
    guard let real = realpath(path, nil) else { return path }
    defer { free(real) }
    return String(cString: real)
  }
}

extension stat {
  fileprivate var modified: [Int] {
    #if canImport(Darwin)
      [st_mtimespec.tv_sec, st_mtimespec.tv_nsec]
    #else
      [st_mtim.tv_sec, st_mtim.tv_nsec]
    #endif
  }
}
