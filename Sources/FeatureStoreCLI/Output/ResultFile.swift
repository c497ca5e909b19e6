internal import FeatureStore
internal import Foundation

/// The file that a result is written to: never one of those it is made from.
enum ResultFile {
  /// Refuses a path that is an input of the command, or a file of the store's repository, through links too.
  ///
  /// - Throws: A `FeatureStoreError` with code `conflict` that says what would be lost.
  static func check(_ output: String, inputs: [String], _ store: (any FeatureStoreAdapter)? = nil) throws {
    for input in inputs where FileIdentity.isSame(output, as: input) {
      throw FeatureStoreError(
        .conflict, "'\(output)' is the input '\(input)' itself, which would be lost. Write the result to another file.",
        context: .init(path: output))
    }
    let folder = URL(fileURLWithPath: output).deletingLastPathComponent().path
    guard FileManager.default.fileExists(atPath: folder) else {
      throw FeatureStoreError(
        .io, "There is no folder '\(folder)' to write '\(output)' to. Make it first.", context: .init(path: output))
    }
    try (store as? FeastAdapter)?.refuseOverwriting(output)
  }
}
