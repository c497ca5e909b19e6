import DatabricksStore
import FeatureStoreCore
import Testing

/// One permutation of settings and what comes of it.
struct Permutation: Sendable, CustomTestStringConvertible {
  let title: String
  var explicit = DatabricksConfiguration()
  var environment: [String: String] = [:]
  var file: String?
  var host = "https://h"
  let expected: Credentials

  var testDescription: String { title }
}

private let pat = Credentials.pat(token: "t0k3n")
private let basic = Credentials.basic(username: "u", password: "p")
private let oauth = Credentials.oauthM2M(clientID: "i", clientSecret: "s")
private let client = ["DATABRICKS_CLIENT_ID": "i", "DATABRICKS_CLIENT_SECRET": "s"]
private let userAndPassword = ["DATABRICKS_USERNAME": "u", "DATABRICKS_PASSWORD": "p"]
private let profiles = """
  [DEFAULT]
  host = https://default
  token = t0k3n
  [client]
  host = client.example:443/
  client_id = i
  client_secret = s
  [user]
  host = https://user
  username = u
  password = p
  [incomplete]
  host = https://incomplete
  """

private let permutations: [Permutation] = [
  Permutation(title: "explicit token", explicit: .init(host: "h", token: "t0k3n"), expected: pat),
  Permutation(title: "explicit client", explicit: .init(host: "h", clientID: "i", clientSecret: "s"), expected: oauth),
  Permutation(title: "explicit user", explicit: .init(host: "h", username: "u", password: "p"), expected: basic),
  Permutation(title: "token of the environment", environment: hostAndToken, expected: pat),
  Permutation(
    title: "client of the environment", environment: client.merging(["DATABRICKS_HOST": "h"]) { $1 }, expected: oauth),
  Permutation(
    title: "user of the environment", environment: userAndPassword.merging(["DATABRICKS_HOST": "h/"]) { $1 },
    expected: basic),
  Permutation(
    title: "explicit before environment", explicit: .init(host: "h", token: "t0k3n"),
    environment: ["DATABRICKS_HOST": "other", "DATABRICKS_TOKEN": "other"], expected: pat),
  Permutation(
    title: "an explicit host and a token of the environment", explicit: .init(host: "h"),
    environment: ["DATABRICKS_TOKEN": "t0k3n"], expected: pat),
  Permutation(title: "the profile DEFAULT", file: profiles, host: "https://default", expected: pat),
  Permutation(
    title: "a named profile, its host normalized", environment: ["DATABRICKS_CONFIG_PROFILE": "client"], file: profiles,
    host: "https://client.example", expected: oauth),
  Permutation(
    title: "an explicitly named profile", explicit: .init(profile: "user"),
    environment: ["DATABRICKS_CONFIG_PROFILE": "client"], file: profiles, host: "https://user", expected: basic),
  Permutation(
    title: "environment before file: the file is not read", environment: hostAndToken, file: "damaged", expected: pat),
  Permutation(
    title: "a named profile is read for what is missing, and replaces nothing",
    environment: ["DATABRICKS_HOST": "h", "DATABRICKS_CONFIG_PROFILE": "client"], file: profiles, expected: oauth),
  Permutation(
    title: "a token for an incomplete profile",
    environment: ["DATABRICKS_TOKEN": "t0k3n", "DATABRICKS_CONFIG_PROFILE": "incomplete"], file: profiles,
    host: "https://incomplete", expected: pat),
  Permutation(
    title: "a named profile without a file is no error",
    environment: hostAndToken.merging(["DATABRICKS_CONFIG_PROFILE": "p"]) { $1 },
    expected: pat),
  Permutation(
    title: "auth_type chooses among two kinds: pat",
    environment: hostAndToken.merging(client) { $1 }.merging(["DATABRICKS_AUTH_TYPE": "pat"]) { $1 }, expected: pat),
  Permutation(
    title: "auth_type chooses among three kinds: oauth-m2m", explicit: .init(authType: "oauth-m2m"),
    environment: hostAndToken.merging(client) { $1 }.merging(userAndPassword) { $1 }, expected: oauth),
  Permutation(
    title: "auth_type chooses among three kinds: basic", explicit: .init(authType: "basic"),
    environment: hostAndToken.merging(client) { $1 }.merging(userAndPassword) { $1 }, expected: basic),
  Permutation(
    title: "auth_type makes unsupported kinds harmless", explicit: .init(authType: "pat"),
    environment: hostAndToken.merging(["ARM_CLIENT_ID": "a", "GOOGLE_CREDENTIALS": "{\n}"]) { $1 }, expected: pat),
  Permutation(
    title: "empty texts count as not set", explicit: .init(host: "", token: "", profile: ""),
    environment: hostAndToken.merging(["DATABRICKS_CLIENT_ID": "", "DATABRICKS_CONFIG_PROFILE": ""]) { $1 },
    expected: pat),
  Permutation(
    title: "empty values in the file count as not set", file: "[DEFAULT]\nhost = h\ntoken = t0k3n\nclient_id =",
    expected: pat),
  Permutation(
    title: "the drivers' variables",
    environment: ["DATABRICKS_SERVER_HOSTNAME": "h", "DATABRICKS_ACCESS_TOKEN": "t0k3n"], expected: pat),
  Permutation(
    title: "the drivers' host for a token",
    environment: ["DATABRICKS_SERVER_HOSTNAME": "h", "DATABRICKS_TOKEN": "t0k3n"],
    expected: pat),
  Permutation(
    title: "the drivers' token for a host", environment: ["DATABRICKS_HOST": "h", "DATABRICKS_ACCESS_TOKEN": "t0k3n"],
    expected: pat),
  Permutation(
    title: "the drivers' variables do not make a second kind",
    environment: client.merging(["DATABRICKS_HOST": "h", "DATABRICKS_ACCESS_TOKEN": "x"]) { $1 }, expected: oauth),
  Permutation(
    title: "the drivers' variables come after the file",
    environment: ["DATABRICKS_SERVER_HOSTNAME": "x", "DATABRICKS_ACCESS_TOKEN": "x"], file: profiles,
    host: "https://default", expected: pat),
]

@Suite struct CredentialsTests {
  @Test("permutations of explicit settings, environment and profiles", arguments: permutations)
  func permutation(_ permutation: Permutation) throws {
    let lookup = Lookup(
      explicit: permutation.explicit, environment: permutation.environment, file: permutation.file)
    let resolved = try lookup.resolve()
    #expect(resolved.credentials == permutation.expected)
    #expect(resolved.host == permutation.host)
  }

  @Test("the token of the drivers never goes to the host of a profile")
  func driversToken() {
    let lookup = Lookup(
      environment: ["DATABRICKS_ACCESS_TOKEN": "x"], file: "[DEFAULT]\nhost = h")
    #expect(lookup.failure()?.code == .credentialsMissing)
  }

  @Test(
    "two kinds without auth_type are an error that names both and their origins",
    arguments: [
      (
        Lookup(environment: hostAndToken.merging(client) { $1 }),
        "pat by token (DATABRICKS_TOKEN); oauth by client_id (DATABRICKS_CLIENT_ID) and client_secret (DATABRICKS_CLIENT_SECRET)"
      ),
      (
        Lookup(explicit: .init(token: "t0k3n"), environment: ["DATABRICKS_USERNAME": "u"]),
        "pat by token (given by the program); basic by username (DATABRICKS_USERNAME)"
      ),
      (
        Lookup(
          environment: ["DATABRICKS_TOKEN": "t0k3n", "DATABRICKS_CONFIG_PROFILE": "p"], file: "[p]\npassword = s3cr3t"),
        "pat by token (DATABRICKS_TOKEN); basic by password (profile p in /home/someone/.databrickscfg)"
      ),
      (
        Lookup(environment: hostAndToken.merging(["ARM_USE_MSI": "true"]) { $1 }),
        "pat by token (DATABRICKS_TOKEN); azure by azure_use_msi (ARM_USE_MSI)"
      ),
    ])
  func twoKinds(lookup: Lookup, expected: String) throws {
    let failure = try #require(lookup.failure())
    #expect(failure.code == .configuration)
    #expect(failure.message.contains(expected) && failure.message.contains("DATABRICKS_AUTH_TYPE"))
    #expect(!failure.message.contains("t0k3n") && !failure.message.contains("s3cr3t"))
  }

  @Test(
    "kinds that are not supported are named with what to use instead",
    arguments: [
      "azure-cli", "databricks-cli", "github-oidc", "metadata-service", "external-browser", "PAT", "nonsense",
    ])
  func unsupported(kind: String) throws {
    let lookup = Lookup(environment: hostAndToken, file: nil)
    var forced = lookup
    forced.explicit.authType = kind
    let failure = try #require(forced.failure())
    #expect(failure.code == .configuration)
    #expect(failure.message.contains("auth_type (given by the program) is '\(kind)'"))
    #expect(failure.message.contains("pat with a token") && failure.message.contains("oauth-m2m with"))
    #expect(failure.message.contains("no such") == (kind == "PAT" || kind == "nonsense"))
  }

  @Test(
    "missing credentials: what was found, what was looked for and where, and the remedy",
    arguments: [
      (
        Lookup(),
        [
          "credentials are missing", "Nothing was found.",
          "host (DATABRICKS_HOST, DATABRICKS_SERVER_HOSTNAME, key host",
          "token (DATABRICKS_TOKEN, DATABRICKS_ACCESS_TOKEN, key token", "client_secret (DATABRICKS_CLIENT_SECRET",
          "password (DATABRICKS_PASSWORD", "There is no profile file /home/someone/.databrickscfg.",
        ]
      ),
      (
        Lookup(environment: ["DATABRICKS_HOST": "h"], file: "[DEFAULT]\ntoken = t0k3n"),
        ["Found: host = h (DATABRICKS_HOST)", "file was not read, because host (DATABRICKS_HOST) is set"]
      ),
      (
        Lookup(environment: ["DATABRICKS_TOKEN": "t0k3n"]),
        [
          "The address of the Databricks workspace is missing.", "token = *** (DATABRICKS_TOKEN)",
          "in vain for: host (",
        ]
      ),
      (
        Lookup(environment: ["DATABRICKS_HOST": "h", "DATABRICKS_CLIENT_ID": "i"]),
        ["of kind oauth are incomplete", "client_id = i (DATABRICKS_CLIENT_ID)", "in vain for: client_secret ("]
      ),
      (
        Lookup(explicit: .init(authType: "basic"), environment: hostAndToken),
        ["of kind basic are incomplete", "auth_type = basic (given by the program)", "username (", "token = ***"]
      ),
      (
        Lookup(environment: ["DATABRICKS_HOST": "h", "ARM_CLIENT_SECRET": "t0k3n"]),
        ["of kind azure are not supported", "azure_client_secret = *** (ARM_CLIENT_SECRET)", "in vain for: token ("]
      ),
      (
        Lookup(file: "[p]\ntoken = t0k3n"),
        ["The profile file /home/someone/.databrickscfg has no profile DEFAULT"]
      ),
      (
        Lookup(environment: ["DATABRICKS_CONFIG_PROFILE": "p"], file: "[p]\nhost = h"),
        ["Found: host = h (profile p in", "The profile p in /home/someone/.databrickscfg was read."]
      ),
      (
        Lookup(environment: ["DATABRICKS_RUNTIME_VERSION": "16.4"]), ["credentials of a notebook cannot be reached"]
      ),
    ])
  func missing(lookup: Lookup, expected: [String]) throws {
    let failure = try #require(lookup.failure())
    #expect(failure.code == .credentialsMissing)
    for text in expected + ["Set DATABRICKS_HOST with DATABRICKS_TOKEN"] { #expect(failure.message.contains(text)) }
    #expect(!failure.message.contains("t0k3n"))
  }

  @Test("credentials that would break a header are refused without being shown")
  func controlCharacters() throws {
    let environment = ["DATABRICKS_HOST": "h", "DATABRICKS_TOKEN": "t0k3n\n"]
    let failure = try #require(Lookup(environment: environment).failure())
    #expect(failure.code == .configuration)
    #expect(failure.message.contains("token (DATABRICKS_TOKEN) holds a control character"))
    #expect(!failure.message.contains("t0k3n"))

    let user = Lookup(explicit: .init(host: "h", username: "a:b", password: "p"))
    #expect(try #require(user.failure()).message.contains("colon"))
  }

  @Test("a host with a password is refused before any message can quote it")
  func hostWithPassword() throws {
    let failure = try #require(Lookup(environment: ["DATABRICKS_HOST": "https://u:s3cr3t@h"]).failure())
    #expect(failure.code == .configuration && !failure.message.contains("s3cr3t"))
  }
}
