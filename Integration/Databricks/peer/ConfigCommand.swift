import DatabricksStore
import FeatureStoreCore

/// Resolves a configuration from explicit settings, given as they would stand in a profile file, and the process'
/// environment and home folder.
///
/// The answer has the host, the kind of credentials, and every setting that was found, secrets included.
struct ConfigCommand {
  let arguments: [String]

  var answer: JSONValue {
    do {
      let resolved = try ResolvedConfiguration.resolve(try explicit())
      let settings = resolved.found.all.map { JSONMember($0.setting.rawValue, .string($0.value)) }
      return .object([
        JSONMember("host", .string(resolved.host)), JSONMember("auth_type", .string(resolved.credentials.authType)),
        JSONMember("settings", .object(settings)), JSONMember("report", .string("\(ConfigurationReport(resolved))")),
      ])
    } catch {
      let code = (error as? FeatureStoreError)?.code.description ?? "\(type(of: error))"
      return .object([JSONMember("error", .string(code)), JSONMember("message", .string("\(error)"))])
    }
  }

  private func explicit() throws -> DatabricksConfiguration {
    var result = DatabricksConfiguration()
    for argument in arguments {
      let parts = argument.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, let setting = Setting(rawValue: parts[0]) else {
        throw FeatureStoreError(.invalidArgument, "'\(argument)' is no setting with a value.")
      }
      try set(setting, parts[1], in: &result)
    }
    return result
  }

  private func set(_ setting: Setting, _ value: String, in result: inout DatabricksConfiguration) throws {
    switch setting {
    case .host: result.host = value
    case .token: result.token = Secret(value)
    case .clientID: result.clientID = value
    case .clientSecret: result.clientSecret = Secret(value)
    case .username: result.username = value
    case .password: result.password = Secret(value)
    case .profile: result.profile = value
    case .configFile: result.configFile = value
    case .authType: result.authType = value
    case .warehouseID: result.warehouseID = value
    case .accountID: result.accountID = value
    default: throw FeatureStoreError(.invalidArgument, "\(setting.rawValue) cannot be given here.")
    }
  }
}
