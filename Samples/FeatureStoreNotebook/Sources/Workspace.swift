import FeatureStore
import Foundation
import SampleKit

/// The folder that the notebook is written to, and beside it the folder of the files that it was made from.
struct Workspace {
  static let notebook = "11_feature_store.ipynb"
  static let files = "11_feature_store_files"
  static let gold = "\(files)/gold.parquet"
  static let entities = "\(files)/entities.parquet"

  private let folder: String
  private var isMade = false

  init(_ folder: String) { self.folder = folder }

  /// Makes the folder the current one, with an empty folder of files; nothing the second time.
  mutating func make() throws {
    if isMade { return }
    let manager = FileManager.default
    do {
      try manager.createDirectory(atPath: folder, withIntermediateDirectories: true)
      guard manager.changeCurrentDirectoryPath(folder) else { throw SampleError("It cannot be entered.") }
      if manager.fileExists(atPath: Self.files) { try manager.removeItem(atPath: Self.files) }
      try manager.createDirectory(atPath: Self.files, withIntermediateDirectories: false)
    } catch {
      throw SampleError("Cannot write to the folder '\(folder)': \(error) Give another one with --output.")
    }
    isMade = true
  }

  /// Writes the notebook, replacing an earlier one only when the new one is complete.
  func write(_ text: String) throws {
    try FileReplacement.write(Array(text.utf8), to: Self.notebook)
  }

  /// A path that holds wherever the current folder will be.
  static func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(FileManager.default.currentDirectoryPath)/\(path)"
  }
}
