/// One setting of a workspace; the raw value is its key in a profile file.
///
/// The settings of kinds of credentials that are not supported are here as well: as in the official clients they decide
/// whether the profile file is read and whether two kinds are configured.
package enum Setting: String, CaseIterable, Sendable {
  case profile, host, token, username, password
  case configFile = "config_file"
  case authType = "auth_type"
  case clientID = "client_id"
  case clientSecret = "client_secret"
  case warehouseID = "warehouse_id"
  case httpPath = "http_path"
  case accountID = "account_id"
  case workspaceID = "workspace_id"
  case discoveryURL = "discovery_url"
  case scopes, catalog, schema, volume
  case onlineStore = "online_store"
  case servingEndpoint = "serving_endpoint"
  case httpTimeout = "http_timeout_seconds"
  case retryTimeout = "retry_timeout_seconds"
  case statementTimeout = "statement_timeout_seconds"

  case metadataServiceURL = "metadata_service_url"
  case oidcTokenEnv = "oidc_token_env"
  case oidcTokenFilepath = "oidc_token_filepath"
  case azureClientID = "azure_client_id"
  case azureClientSecret = "azure_client_secret"
  case azureTenantID = "azure_tenant_id"
  case azureResourceID = "azure_workspace_resource_id"
  case azureUseMSI = "azure_use_msi"
  case googleServiceAccount = "google_service_account"
  case googleCredentials = "google_credentials"
}

extension Setting {
  /// The environment variables, the one that counts first in front.
  package var variables: [String] {
    switch self {
    case .profile: ["DATABRICKS_CONFIG_PROFILE"]
    case .oidcTokenFilepath: ["DATABRICKS_OIDC_TOKEN_FILEPATH", "DATABRICKS_OIDC_TOKEN_FILE"]
    case .azureClientID: ["ARM_CLIENT_ID"]
    case .azureClientSecret: ["ARM_CLIENT_SECRET"]
    case .azureTenantID: ["ARM_TENANT_ID"]
    case .azureResourceID: ["DATABRICKS_AZURE_RESOURCE_ID"]
    case .azureUseMSI: ["ARM_USE_MSI"]
    case .googleCredentials: ["GOOGLE_CREDENTIALS"]
    case .httpPath, .scopes, .httpTimeout, .retryTimeout, .statementTimeout: []
    default: ["DATABRICKS_" + rawValue.uppercased()]
    }
  }

  /// The variable of the SQL drivers, which counts when nothing else was found.
  package var driverVariable: String? {
    switch self {
    case .host: "DATABRICKS_SERVER_HOSTNAME"
    case .token: "DATABRICKS_ACCESS_TOKEN"
    case .httpPath: "DATABRICKS_HTTP_PATH"
    default: nil
    }
  }

  /// The kind of credentials that the setting belongs to.
  package var kind: CredentialKind? {
    switch self {
    case .token: .pat
    case .username, .password: .basic
    case .clientID, .clientSecret: .oauth
    case .metadataServiceURL: .metadataService
    case .oidcTokenEnv: .envOIDC
    case .oidcTokenFilepath: .fileOIDC
    case .azureClientID, .azureClientSecret, .azureTenantID, .azureResourceID, .azureUseMSI: .azure
    case .googleServiceAccount, .googleCredentials: .google
    default: nil
    }
  }

  package var isSecret: Bool {
    switch self {
    case .token, .password, .clientSecret, .metadataServiceURL, .azureClientSecret, .googleCredentials: true
    default: false
    }
  }

  /// Where the setting is looked for, in order, for messages.
  package var places: String {
    let variables = variables + (driverVariable.map { [$0] } ?? [])
    return (variables + ["key \(rawValue) of the profile"]).joined(separator: ", ")
  }
}

/// A kind of credentials, under the name by which two of them are told apart.
package enum CredentialKind: String, CaseIterable, Sendable {
  case pat, basic, oauth, azure, google
  case metadataService = "metadata-service"
  case envOIDC = "env-oidc"
  case fileOIDC = "file-oidc"

  /// The settings that must all be there; empty for a kind that is not supported.
  package var required: [Setting] {
    switch self {
    case .pat: [.token]
    case .basic: [.username, .password]
    case .oauth: [.clientID, .clientSecret]
    default: []
    }
  }

  package var isSupported: Bool { !required.isEmpty }
}
