internal import DataFrames
internal import FeatureStoreCore
internal import Foundation
internal import HTTP
internal import Logging
internal import Parquet

/// A volume through which bulk rows go in and out as Parquet files; every use has a folder of its own.
struct StagingArea: Sendable {
  /// The rows of one staged file: bounds the memory and the disk that an upload takes here.
  private static let rowsPerPart = 500_000
  /// For so long the server may go on with an upload or a statement that was cancelled.
  private static let stragglerTime: Duration = .seconds(10)

  let volume: TableName
  let catalog: UnityCatalog
  let logger: Logger
  private let isKnown = Locked<Bool>(false)

  init(volume: TableName, catalog: UnityCatalog, logger: Logger) {
    self.volume = volume
    self.catalog = catalog
    self.logger = logger
  }

  private var files: FilesAPI { FilesAPI(client: catalog.client) }

  /// Gives `body` a new folder, and removes it with all its files when `body` ends, however it ends.
  func withFolder<Result: Sendable>(_ body: (String) async throws -> Result) async throws -> Result {
    try await makeVolume()
    let id = UUID().uuidString.lowercased()
    let folder = "/Volumes/\(volume.schema.catalog)/\(volume.schema.schema)/\(volume.table)/feature_store/\(id)"
    do {
      let result = try await body(folder)
      await remove(folder).value
      return result
    } catch {
      if error is CancellationError {
        _ = remove(folder, again: Self.stragglerTime)
      } else {
        await remove(folder).value
      }
      throw error
    }
  }

  /// Removes a folder in a task of its own, so that a cancelled caller's files are removed as well.
  ///
  /// - Parameter again: After which time to look for files that came later.
  private func remove(_ folder: String, again: Duration? = nil) -> Task<Void, Never> {
    let (files, logger) = (files, logger)
    return Task {
      do {
        try await files.deleteFolder(folder)
        guard let again else { return }
        try await Task.sleep(for: again)
        try await files.deleteFolder(folder)
      } catch {
        logger.warning("the staging folder \(folder) could not be removed; remove it by hand: \(error)")
      }
    }
  }

  /// Uploads a frame as Parquet files, one part at a time.
  func upload(_ frame: DataFrame, to folder: String) async throws {
    // All parts have the units that the whole frame needs.
    let frame = frame.withoutNeedlessNanoseconds
    var options = ParquetWriteOptions()
    options.nanoseconds = .kept
    var first = 0
    repeat {
      let rows = first..<min(frame.rowCount, first + Self.rowsPerPart)
      let part = rows.count == frame.rowCount ? frame : try frame.slice(rows)
      try await withTemporaryFile { (file: String) in
        try part.writeParquet(to: file, options: options)
        try await files.upload(file, to: "\(folder)/part-\(first / Self.rowsPerPart).parquet")
      }
      first = rows.upperBound
    } while first < frame.rowCount
  }

  /// Downloads the Parquet files of a folder one by one and hands each to `body`.
  ///
  /// Files of other kinds, and those that Spark marks as its own with `_` or `.`, are passed over.
  private func eachFile(in folder: String, _ body: (ParquetFile) throws -> Void) async throws {
    for path in try await files.files(in: folder).sorted() {
      let name = path.split(separator: "/").last ?? ""
      guard name.hasSuffix(".parquet"), !name.hasPrefix("_"), !name.hasPrefix(".") else { continue }
      try await withTemporaryFile { (file: String) in
        try await files.download(path, to: file)
        try body(try ParquetFile(path: file))
      }
    }
  }

  /// The rows of a folder's Parquet files, exported as ``ResultColumn/exporting(_:)`` has it; nil if there is no file.
  func frame(in folder: String, _ columns: [ResultColumn]) async throws -> DataFrame? {
    var frames: [DataFrame] = []
    try await eachFile(in: folder) { (file: ParquetFile) in
      let frame = try file.read()
      frames.append(
        try DataFrame(columns: try columns.map { (name: $0.name, column: try frame.column($0.name).asStored($0.type)) })
      )
    }
    return frames.isEmpty ? nil : try DataFrame.concat(frames)
  }

  private func withTemporaryFile<Result>(_ body: (String) async throws -> Result) async throws -> Result {
    let file = FileManager.default.temporaryDirectory.appendingPathComponent(
      "feature-store-\(UUID().uuidString).parquet")
    defer { try? FileManager.default.removeItem(at: file) }
    return try await body(file.path)
  }

  /// Makes the volume, and its schema, unless they are there.
  private func makeVolume() async throws {
    if isKnown.withLock({ $0 }) { return }
    do {
      try await catalog.volume(volume)
    } catch let error as APIError where error.isMissing {
      try await catalog.createSchema(volume.schema)
      try await catalog.createVolume(volume, comment: "Files on their way to and from feature tables; safe to empty")
    }
    isKnown.withLock { $0 = true }
  }
}

extension Column {
  /// A column of a file that the engine wrote, in the type that its table has: engines write times and small numbers in
  /// several ways, and whole numbers in place of times are microseconds.
  fileprivate func asStored(_ type: ColumnType) throws -> Column {
    if self.type == type { return self }
    if case .int64(let counts) = storage, case .timestamp(let unit, let utc) = type {
      return try Column(.timestamp(counts, .microseconds, utc: utc), validity: validity)
        .cast(to: .timestamp(unit, utc: utc))
    }
    if case .list(let lists) = storage, case .list(let element) = type {
      return Column(
        .list(ListBuffer(offsets: lists.offsets, elements: try lists.elements.asStored(element))), validity: validity)
    }
    return try cast(to: type)
  }
}
