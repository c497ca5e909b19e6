internal import FeatureStoreCore
internal import Foundation

/// The folder `data/<view>` of a repository: the view's data files, each written once and never reused.
struct ViewFolder {
  /// Relative to the repository, as the registry names it.
  let relativePath: String
  let path: String

  init(repoPath: String, view: String) {
    relativePath = "data/\(view)"
    path = "\(repoPath)/\(relativePath)"
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
