internal import FeatureStoreCore

/// All settings that were found, in the order in which the places are looked at: the first one of a setting counts.
package struct FoundSettings: Sendable {
  /// What became of the profile file.
  package enum FileUse: Sendable, Hashable, CustomStringConvertible {
    case notRead(because: String)
    case missing(String)
    case withoutProfile(String)
    case read(profile: String, file: String)

    package var description: String {
      switch self {
      case .notRead(let reason): "The profile file was not read, because \(reason) is set and no profile is named."
      case .missing(let file): "There is no profile file \(file)."
      case .withoutProfile(let file): "The profile file \(file) has no profile DEFAULT and names no other."
      case .read(let profile, let file): "The profile \(profile) in \(file) was read."
      }
    }
  }

  package let all: [FoundSetting]
  package let fileUse: FileUse

  package subscript(setting: Setting) -> FoundSetting? { all.first { $0.setting == setting } }

  /// Looks at explicit settings, the environment, the profile file, and the variables of the SQL drivers, in this order.
  ///
  /// - Throws: What reading the file throws, or a ``FeatureStoreError`` about its text or a profile it does not have.
  package init(
    explicit: DatabricksConfiguration, environment: [String: String], homeFolder: String,
    readFile: (String) throws -> String?
  ) throws {
    var search = SettingsSearch()
    for (setting, text) in explicit.texts { search.add(setting, text, .explicit) }
    for setting in Setting.allCases {
      for name in setting.variables { search.add(setting, environment[name], .environment(name)) }
    }
    fileUse = try search.addProfile(homeFolder, readFile)
    search.addDriverVariables(environment)
    all = search.found
  }
}

/// The search while it goes on.
private struct SettingsSearch {
  var found: [FoundSetting] = []

  private subscript(setting: Setting) -> FoundSetting? { found.first { $0.setting == setting } }

  /// Adds what is set, and never replaces what was set before.
  mutating func add(_ setting: Setting, _ text: String?, _ origin: FoundSetting.Origin) {
    guard let text, !text.isEmpty, self[setting] == nil else { return }
    found.append(FoundSetting(setting, text, origin))
  }

  mutating func addProfile(
    _ homeFolder: String, _ readFile: (String) throws -> String?
  ) throws -> FoundSettings.FileUse {
    if self[.profile] == nil, let enough = found.first(where: { $0.setting == .host || $0.setting.kind != nil }) {
      return .notRead(because: enough.subject)
    }
    let path = expanded(self[.configFile]?.value ?? "~/.databrickscfg", homeFolder)
    guard let text = try readFile(path) else { return .missing(path) }
    guard let profile = try ProfileFile(parsing: text, path: path).profile(self[.profile]) else {
      return .withoutProfile(path)
    }
    for (key, value) in profile.entries {
      // These two say which profile is read; inside one they would come too late.
      guard let setting = Setting(rawValue: key), setting != .profile, setting != .configFile else { continue }
      add(setting, value.reveal(), .profile(profile.name, file: path))
    }
    return .read(profile: profile.name, file: path)
  }

  /// The official clients do not know these variables, so they count only where those clients find nothing, and a token
  /// only where it does not go to the host of a profile.
  mutating func addDriverVariables(_ environment: [String: String]) {
    add(driver: .host, environment)
    add(driver: .httpPath, environment)
    guard let host = self[.host], !found.contains(where: { $0.setting.kind != nil }) else { return }
    if case .profile = host.origin { return }
    add(driver: .token, environment)
  }

  private mutating func add(driver setting: Setting, _ environment: [String: String]) {
    guard let name = setting.driverVariable else { return }
    add(setting, environment[name], .environment(name))
  }
}

/// `~` alone and in front of a slash is the home folder.
private func expanded(_ path: String, _ homeFolder: String) -> String {
  path == "~" || path.hasPrefix("~/") ? homeFolder + path.dropFirst() : path
}

extension DatabricksConfiguration {
  /// The settings as texts, as they would stand in a profile file.
  fileprivate var texts: [(Setting, String?)] {
    [
      (.profile, profile), (.configFile, configFile), (.host, host), (.token, token?.reveal()), (.clientID, clientID),
      (.clientSecret, clientSecret?.reveal()), (.username, username), (.password, password?.reveal()),
      (.authType, authType), (.warehouseID, warehouseID), (.httpPath, httpPath), (.accountID, accountID),
      (.workspaceID, workspaceID), (.discoveryURL, discoveryURL), (.scopes, scopes?.joined(separator: " ")),
      (.catalog, catalog), (.schema, schema), (.volume, volume), (.onlineStore, onlineStore),
      (.servingEndpoint, servingEndpoint), (.httpTimeout, httpTimeout?.secondsText),
      (.retryTimeout, retryTimeout?.secondsText), (.statementTimeout, statementTimeout?.secondsText),
    ]
  }
}

extension Duration {
  fileprivate var secondsText: String { "\(self / .seconds(1))" }
}
