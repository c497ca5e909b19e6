import FeatureStore
import Testing

/// One row of the table that decides the backend.
struct Decision: Sendable, CustomStringConvertible {
  let description: String
  var backend = FeatureStoreBackend.auto
  var repoPath: String?
  var environment: [String: String] = [:]
  var nearest: String?
  let expected: EnvironmentDetection.Choice
}

private let token = ["DATABRICKS_HOST": "h", "DATABRICKS_TOKEN": "t"]
private let client = ["DATABRICKS_HOST": "h", "DATABRICKS_CLIENT_ID": "i", "DATABRICKS_CLIENT_SECRET": "s"]

private let decisions: [Decision] = [
  Decision(description: "nothing set", expected: .feast(repoPath: "feature_store/feature_repo")),
  Decision(description: "repository upward", nearest: "/up", expected: .feast(repoPath: "/up")),
  Decision(
    description: "variable before upward", environment: ["FEAST_REPO_PATH": "/var"], nearest: "/up",
    expected: .feast(repoPath: "/var")),
  Decision(
    description: "argument before variable", repoPath: "/arg", environment: ["FEAST_REPO_PATH": "/var"],
    expected: .feast(repoPath: "/arg")),
  Decision(description: "host and token", environment: token, expected: .databricks),
  Decision(description: "host and client", environment: client, expected: .databricks),
  Decision(description: "profile", environment: ["DATABRICKS_CONFIG_PROFILE": "p"], expected: .databricks),
  Decision(
    description: "host alone", environment: ["DATABRICKS_HOST": "h"], nearest: "/up", expected: .feast(repoPath: "/up")),
  Decision(
    description: "empty variables count as not set", environment: ["DATABRICKS_HOST": "h", "DATABRICKS_TOKEN": ""],
    nearest: "/up", expected: .feast(repoPath: "/up")),
  Decision(
    description: "variable feast before credentials",
    environment: token.merging(["FEATURE_STORE_BACKEND": "feast"]) { $1 },
    nearest: "/up", expected: .feast(repoPath: "/up")),
  Decision(
    description: "argument feast before everything", backend: .feast,
    environment: token.merging(["FEATURE_STORE_BACKEND": "databricks"]) { $1 }, nearest: "/up",
    expected: .feast(repoPath: "/up")),
  Decision(
    description: "variable databricks", environment: token.merging(["FEATURE_STORE_BACKEND": "Databricks"]) { $1 },
    expected: .databricks),
  Decision(
    description: "runtime with credentials", environment: token.merging(["DATABRICKS_RUNTIME_VERSION": "15"]) { $1 },
    expected: .databricks),
]

@Suite struct EnvironmentDetectionTests {
  @Test("the decision table", arguments: decisions)
  func decides(decision: Decision) throws {
    let inputs = EnvironmentDetection.Inputs(
      backend: decision.backend, repoPath: decision.repoPath, environment: decision.environment,
      nearestRepo: decision.nearest)
    #expect(try EnvironmentDetection.detect(inputs).choice == decision.expected)
  }

  @Test(
    "Databricks without credentials is an error that lists what was looked for",
    arguments: [["FEATURE_STORE_BACKEND": "databricks"], ["DATABRICKS_RUNTIME_VERSION": "15", "DATABRICKS_HOST": "h"]])
  func missingCredentials(environment: [String: String]) {
    let error = #expect(throws: FeatureStoreError.self) {
      try getFeatureStore(environment: environment.merging(["HOME": "/nowhere"]) { $1 })
    }
    #expect(error?.code == .credentialsMissing)
    #expect(error?.message.contains("DATABRICKS_TOKEN") == true)
  }

  @Test("an unknown backend name is an error that says which there are")
  func unknownBackend() {
    let error = #expect(throws: FeatureStoreError.self) {
      try EnvironmentDetection.detect(.init(environment: ["FEATURE_STORE_BACKEND": "redis"]))
    }
    #expect(error?.message.contains("auto, feast or databricks") == true)
  }

  @Test("a token never shows in the message or the reason")
  func secrets() throws {
    let secret = "dapi-very-secret"
    let environment = ["DATABRICKS_HOST": "h", "DATABRICKS_TOKEN": secret]
    let detection = try EnvironmentDetection.detect(.init(environment: environment))
    #expect(!detection.description.contains(secret))
    let store = try getFeatureStore(environment: environment)
    #expect(!String(reflecting: store).contains(secret))
  }
}
