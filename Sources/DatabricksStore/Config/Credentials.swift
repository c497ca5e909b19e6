package import FeatureStoreCore

/// What proves to a workspace who is asking.
package enum Credentials: Sendable, Hashable {
  case pat(token: Secret)
  case basic(username: String, password: Secret)
  case oauthM2M(clientID: String, clientSecret: Secret)

  /// The kind as the official clients call it, which is also what `auth_type` takes.
  package var authType: String {
    switch self {
    case .pat: "pat"
    case .basic: "basic"
    case .oauthM2M: "oauth-m2m"
    }
  }

  package var kind: CredentialKind {
    switch self {
    case .pat: .pat
    case .basic: .basic
    case .oauthM2M: .oauth
    }
  }
}

extension Credentials {
  /// Chooses among what was found: the kind that `auth_type` names, else the only kind that is configured.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/credentialsMissing`` if they are incomplete, or
  ///   ``FeatureStoreError/Code/configuration`` if there are two kinds, or the kind is not supported.
  package init(_ found: FoundSettings, environment: [String: String]) throws {
    let missing = MissingCredentials(found: found, environment: environment)
    guard let kind = try Self.forcedKind(found) ?? Self.onlyKind(found) else { throw missing.error(nil) }
    let texts = kind.required.compactMap { found[$0]?.value }
    guard kind.isSupported, texts.count == kind.required.count else { throw missing.error(kind) }
    switch kind {
    case .basic:
      // RFC 7617 section 2: everything behind the first colon would count as the password.
      if let name = found[.username], name.value.contains(":") { throw name.failure("must not have a colon in it.") }
      self = .basic(username: texts[0], password: Secret(texts[1]))
    case .oauth: self = .oauthM2M(clientID: texts[0], clientSecret: Secret(texts[1]))
    default: self = .pat(token: Secret(texts[0]))
    }
  }

  private static func forcedKind(_ found: FoundSettings) throws -> CredentialKind? {
    guard let named = found[.authType] else { return nil }
    switch named.value {
    case "pat": return .pat
    case "basic": return .basic
    case "oauth-m2m": return .oauth
    default: throw named.failure("is '\(named.value)'. " + instead(of: named.value))
    }
  }

  /// What to use in place of a kind that cannot be used here.
  private static func instead(of kind: String) -> String {
    let known = [
      "metadata-service", "env-oidc", "file-oidc", "github-oidc", "azure-client-secret", "github-oidc-azure",
      "azure-cli", "azure-devops-oidc", "external-browser", "databricks-cli", "runtime-oauth", "runtime",
      "google-credentials", "google-id", "model-serving",
    ]
    let problem = known.contains(kind) ? "These credentials are not supported." : "There are no such credentials."
    let command = kind == "databricks-cli" ? ", for example one that 'databricks auth token' prints" : ""
    return "\(problem) Use pat with a token\(command), or oauth-m2m with a service principal's client_id and "
      + "client_secret, or basic with username and password."
  }

  private static func onlyKind(_ found: FoundSettings) throws -> CredentialKind? {
    let settings = found.all.filter { $0.setting.kind != nil }
    let kinds = CredentialKind.allCases.filter { kind in settings.contains { $0.setting.kind == kind } }
    guard kinds.count > 1 else { return kinds.first }
    let lists = kinds.map { (kind: CredentialKind) -> String in
      let subjects = settings.filter { $0.setting.kind == kind }.map(\.subject)
      return "\(kind.rawValue) by \(subjects.joined(separator: " and "))"
    }
    throw FeatureStoreError(
      .configuration,
      "More than one kind of Databricks credentials is configured: \(lists.joined(separator: "; ")). Remove all but one, "
        + "or say which counts with DATABRICKS_AUTH_TYPE: pat, basic or oauth-m2m.")
  }
}
