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
  var lockPath: String { "\(path)/.lock" }

  /// A name no file had before: the number after the highest one there, and a random part.
  func nextFileName() -> String {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []
    let numbers = names.compactMap { (name: String) -> Int? in
      name.hasPrefix("v") && name.hasSuffix(".parquet") ? Int(name.dropFirst().prefix { $0.isNumber }) : nil
    }
    let number = String((numbers.max() ?? 0) + 1)
    let zeros = String(repeating: "0", count: max(0, 6 - number.count))
    let random = String(UInt32.random(in: .min ... .max), radix: 16)
    return "v\(zeros)\(number)-\(random).parquet"
  }
}
