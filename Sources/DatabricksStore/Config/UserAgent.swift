internal import FeatureStoreCore

/// Tells a workspace which program asks, on what, and how it authenticates: pairs of `name/version`.
///
/// Product, package, language, system and kind of credentials; then, where the environment has them, the runtime, the
/// program that this one works for, and the service that builds or tests it.
package struct UserAgent: Sendable, CustomStringConvertible {
  package let description: String

  /// - Parameters:
  ///   - product: The program's own name and version, in front of the package's.
  ///   - authType: The kind of credentials, as ``Authenticator/kind`` has it.
  package init(
    product: (name: String, version: String) = ("feature-store", Self.version), authType: String,
    environment: [String: String]
  ) {
    var pairs: [(name: String, version: String)] = [
      product, ("feature-store-swift", Self.version), ("swift", Self.language), ("os", Self.system), ("auth", authType),
    ]
    func variable(_ name: String) -> String? { environment[name].flatMap { $0.isEmpty ? nil : $0 } }
    if let name = variable("DATABRICKS_SDK_UPSTREAM"), let version = variable("DATABRICKS_SDK_UPSTREAM_VERSION") {
      pairs += [("upstream", name), ("upstream-version", version)]
    }
    if let version = variable("DATABRICKS_RUNTIME_VERSION") { pairs.append(("runtime", version)) }
    if let service = Self.buildService(environment) { pairs.append(("cicd", service)) }
    description = pairs.map { Self.token($0.name) + "/" + Self.token($0.version) }.joined(separator: " ")
  }

  /// The version of this package.
  package static let version = FeatureStoreVersion.current

  #if compiler(>=6.4)
    private static let language = "6.4"
  #elseif compiler(>=6.3)
    private static let language = "6.3"
  #else
    private static let language = "6.2"
  #endif

  #if os(macOS)
    private static let system = "darwin"
  #else
    private static let system = "linux"
  #endif

  /// The services by name, with the variables that must be set; an empty value stands for any.
  private static let buildServices: [(name: String, variables: [String: String])] = [
    ("aws-code-build", ["CODEBUILD_BUILD_ARN": ""]), ("azure-devops", ["TF_BUILD": "True"]),
    ("bitbucket", ["BITBUCKET_BUILD_NUMBER": ""]), ("circle", ["CIRCLECI": "true"]),
    ("github", ["GITHUB_ACTIONS": "true"]), ("gitlab", ["GITLAB_CI": "true"]),
    ("google-cloud-build", ["PROJECT_ID": "", "BUILD_ID": "", "PROJECT_NUMBER": "", "LOCATION": ""]),
    ("jenkins", ["JENKINS_URL": ""]), ("tf-cloud", ["TFC_RUN_ID": ""]), ("travis", ["TRAVIS": "true"]),
  ]

  /// The first one by name, as in the official clients.
  private static func buildService(_ environment: [String: String]) -> String? {
    buildServices.first { service in
      service.variables.allSatisfy { name, value in environment[name].map { value.isEmpty || value == $0 } ?? false }
    }?.name
  }

  /// Letters, digits and `_.+-` stay; any other character becomes a hyphen.
  private static func token(_ text: String) -> String {
    let allowed = text.map { (character: Character) -> Character in
      character.isASCII && (character.isLetter || character.isNumber || "_.+-".contains(character)) ? character : "-"
    }
    return allowed.isEmpty ? "-" : String(allowed)
  }
}
