/// The settings of a workspace as lines for a person: what counts, and where it came from. Secrets are masked.
package struct ConfigurationReport: Sendable, CustomStringConvertible {
  package struct Line: Sendable, Hashable, CustomStringConvertible {
    package let name: String
    package let value: String
    package let origin: String

    package var description: String { "\(name): \(value) (\(origin))" }
  }

  package let lines: [Line]
  /// What became of the profile file, as a sentence.
  package let file: String

  package init(_ configuration: ResolvedConfiguration) {
    let found = configuration.found
    // A setting that is used in another form than it was written in is shown as it is used.
    let used: [(Setting, String?)] = [
      (.host, configuration.host), (.authType, configuration.credentials.authType),
      (.warehouseID, configuration.warehouseID), (.workspaceID, configuration.workspaceID),
      (.catalog, configuration.catalog), (.schema, configuration.schema),
      (.volume, "\(configuration.volume)"), (.httpTimeout, "\(configuration.httpTimeout / .seconds(1))"),
      (.retryTimeout, "\(configuration.retryTimeout / .seconds(1))"),
    ]
    lines = Setting.allCases.compactMap { (setting: Setting) -> Line? in
      let setInUse = used.first { $0.0 == setting }?.1
      guard let value = setInUse ?? found[setting]?.shown else { return nil }
      return Line(name: setting.rawValue, value: value, origin: Self.origin(setting, found))
    }
    file = found.fileUse.description
  }

  package var description: String { (lines.map(\.description) + [file]).joined(separator: "\n") }

  private static func origin(_ setting: Setting, _ found: FoundSettings) -> String {
    if let origin = found[setting]?.origin { return "\(origin)" }
    switch setting {
    case .authType: return "the only kind that is configured"
    case .workspaceID: return "o= in the host or the path of the warehouse"
    case .warehouseID: return found[.httpPath].map { "http_path, \($0.origin)" } ?? "default"
    default: return "\(FoundSetting.Origin.byDefault)"
    }
  }
}
