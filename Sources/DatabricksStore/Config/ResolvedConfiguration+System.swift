internal import FeatureStoreCore
internal import Foundation

extension ResolvedConfiguration {
  /// Looks for every setting in the environment, by default this process' own, and in the home folder of its user.
  package static func resolve(
    _ explicit: DatabricksConfiguration, environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> ResolvedConfiguration {
    try resolve(
      explicit: explicit, environment: environment, homeFolder: environment["HOME"] ?? NSHomeDirectory(),
      readFile: profileText)
  }

  private static func profileText(_ path: String) throws -> String? {
    let data: Data
    do {
      data = try Data(contentsOf: URL(fileURLWithPath: path))
    } catch CocoaError.fileReadNoSuchFile {
      return nil
    } catch {
      throw FeatureStoreError(
        .io,
        "The profile file \(path) cannot be read: \(error.localizedDescription) Name another with DATABRICKS_CONFIG_FILE.",
        context: .init(path: path), underlying: error)
    }
    guard let text = String(validating: data, as: UTF8.self) else {
      throw FeatureStoreError(
        .configuration, "The profile file \(path) is no UTF-8 text. Save it as such.", context: .init(path: path))
    }
    return text
  }
}
