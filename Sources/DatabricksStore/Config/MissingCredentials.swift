internal import FeatureStoreCore

/// The error about credentials that are not there: what was found, what was looked for and where, and what to do.
struct MissingCredentials {
  let found: FoundSettings
  let environment: [String: String]

  /// - Parameter kind: The kind that is wanted or begun; nil when nothing says which.
  func error(_ kind: CredentialKind?) -> FeatureStoreError {
    let text = [opening(kind), foundText, missingText(kind), found.fileUse.description, runtime, remedy]
    return FeatureStoreError(.credentialsMissing, text.compactMap { $0 }.joined(separator: " "))
  }

  private func opening(_ kind: CredentialKind?) -> String {
    guard let kind else { return "The Databricks credentials are missing." }
    guard kind.isSupported else { return "Databricks credentials of kind \(kind.rawValue) are not supported." }
    if kind.required.allSatisfy({ found[$0] != nil }) { return "The address of the Databricks workspace is missing." }
    return "The Databricks credentials of kind \(kind.rawValue) are incomplete."
  }

  private var foundText: String {
    let texts = found.all.filter { $0.setting == .host || $0.setting == .authType || $0.setting.kind != nil }
      .map(\.description)
    return texts.isEmpty ? "Nothing was found." : "Found: \(texts.joined(separator: ", "))."
  }

  private func missingText(_ kind: CredentialKind?) -> String? {
    let kinds = kind.flatMap { $0.isSupported ? [$0] : nil } ?? CredentialKind.allCases
    let missing = ([.host] + kinds.flatMap(\.required)).filter { found[$0] == nil }
    guard !missing.isEmpty else { return nil }
    let places = missing.map { "\($0.rawValue) (\($0.places))" }
    return "Looked in vain for: \(places.joined(separator: "; "))."
  }

  private var runtime: String? {
    guard let version = environment["DATABRICKS_RUNTIME_VERSION"], !version.isEmpty else { return nil }
    return "The credentials of a notebook cannot be reached from another program: pass them on."
  }

  private var remedy: String {
    "Set DATABRICKS_HOST with DATABRICKS_TOKEN, or with DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET, or name a "
      + "profile with DATABRICKS_CONFIG_PROFILE."
  }
}
