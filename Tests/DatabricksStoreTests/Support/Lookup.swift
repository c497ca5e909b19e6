import DatabricksStore
import FeatureStoreCore

/// What a configuration is looked for in: no process environment, no home folder, no file system.
struct Lookup: Sendable {
  var explicit = DatabricksConfiguration()
  var environment: [String: String] = [:]
  /// The profile file in the home folder; nil: there is none.
  var file: String?

  static let home = "/home/someone"
  static let path = "/home/someone/.databrickscfg"

  func resolve() throws -> ResolvedConfiguration {
    try ResolvedConfiguration.resolve(explicit: explicit, environment: environment, homeFolder: Self.home) {
      $0 == Self.path ? file : nil
    }
  }

  /// The message of the error that resolving ends with, and its code; nil if it succeeds.
  func failure() -> (code: FeatureStoreError.Code, message: String)? {
    do {
      _ = try resolve()
      return nil
    } catch let error as FeatureStoreError {
      return (error.code, error.message)
    } catch {
      return (.io, "not an error of the feature store: \(error)")
    }
  }
}

/// An environment with a host and a token.
let hostAndToken = ["DATABRICKS_HOST": "https://h", "DATABRICKS_TOKEN": "t0k3n"]
