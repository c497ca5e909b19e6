internal import DataFrames
internal import FeatureStoreCore
internal import Foundation

/// The folder `data/<view>` of a repository, or `<view>` in a folder for data elsewhere: the view's data files, each
/// written once and never reused.
struct ViewFolder {
  /// As the registry names it: relative to the repository, or absolute where the data is elsewhere.
  let registeredPath: String
  let path: String

  init(_ repository: FeastRepository, view: String) {
    if let dataRoot = repository.dataRoot {
      path = URL(fileURLWithPath: dataRoot).appendingPathComponent(view).standardizedFileURL.path
      registeredPath = path
    } else {
      registeredPath = "data/\(view)"
      path = "\(repository.config.repoPath)/\(registeredPath)"
    }
  }

  func create() throws {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FeatureStoreError(
        .io, "Cannot make the folder '\(path)'. Check that the repository may be written to.",
        context: .init(path: path), underlying: error)
    }
  }

  /// Held while a view's rows are read, merged and replaced, so that no writer loses another's rows.
  var lockPath: String { Self.lockPath(in: path) }

  /// A name no file had before: the number after the highest one there, and a random part.
  func nextFileName() -> String {
    let numbers = ((try? Self.contents(of: path)) ?? []).compactMap { Self.number(of: $0) }.filter { $0 < .max }
    let number = String((numbers.max() ?? 0) + 1)
    let zeros = String(repeating: "0", count: max(0, 6 - number.count))
    let random = String(UInt32.random(in: .min ... .max), radix: 16)
    return "v\(zeros)\(number)-\(random)\(Self.suffix)"
  }
}

/// What the files of such a folder are called: `v000001-5f3a9c01.parquet`.
extension ViewFolder {
  private static let suffix = ".parquet"
  /// How the name of a file ends that its writer did not finish.
  static let unfinishedSuffix = ".tmp"

  static func lockPath(in folder: String) -> String { "\(folder)/.lock" }

  /// The number in the name of a data file that was written here; nil for any other file.
  static func number(of name: String) -> Int64? {
    guard name.hasPrefix("v"), name.hasSuffix(suffix) else { return nil }
    let parts = name.dropFirst().dropLast(suffix.count).split(separator: "-", omittingEmptySubsequences: false)
    guard parts.count == 2, parts[0].utf8.count >= 6, parts[0].utf8.allSatisfy({ (48...57).contains($0) }),
      UInt32(parts[1], radix: 16) != nil
    else { return nil }
    return Int64(parts[0])
  }

  /// The paths of all data files that were written to a folder, finished or not.
  static func dataFiles(in folder: String) throws -> [String] {
    try contents(of: folder).filter { (name: String) -> Bool in
      if number(of: name) != nil { return true }
      guard name.hasSuffix(unfinishedSuffix), let end = name.range(of: suffix)?.upperBound else { return false }
      // Hidden, so that readers of the folder pass it by.
      return number(of: String(name[..<end].drop { $0 == "." })) != nil
    }.sorted().map { "\(folder)/\($0)" }
  }

  /// The names in a folder.
  static func contents(of folder: String) throws -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder)
    } catch {
      throw FeatureStoreError(
        .io, "Cannot list the folder '\(folder)'. Check that it may be read.", context: .init(path: folder),
        underlying: error)
    }
  }
}
