import Foundation
import SampleKit

/// The folder that the sample works in: its data and its feature repository, made anew in every run.
enum Workspace {
  /// Where `getFeatureStore()` makes a repository when nothing in the environment says otherwise.
  static let repository = "feature_store/feature_repo"
  static let gold = "data/gold/features.parquet"
  static let labels = "data/gold/labels.parquet"
  static let training = "data/training.parquet"
  static let online = "data/online.parquet"
  static let rebuy = "data/rebuy_by_recency.parquet"

  /// Makes a folder the current one and removes what an earlier run of the sample left in it.
  static func enter(_ folder: String) throws {
    let files = FileManager.default
    try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    guard files.changeCurrentDirectoryPath(folder) else { throw SampleError("Cannot work in the folder \(folder).") }
    for left in ["data", "feature_store"] where files.fileExists(atPath: left) { try files.removeItem(atPath: left) }
    try files.createDirectory(atPath: "data/gold", withIntermediateDirectories: true)
  }

  /// A file's size, such as `412 kB`.
  static func size(_ path: String) throws -> String {
    let attributes = try FileManager.default.attributesOfItem(atPath: path)
    guard let bytes = attributes[.size] as? Int else { return "size unknown" }
    return "\((bytes + 500) / 1_000) kB"
  }
}
