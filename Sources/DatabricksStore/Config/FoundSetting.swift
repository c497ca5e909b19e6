package import FeatureStoreCore

/// The value of a setting and where it was found.
package struct FoundSetting: Sendable, CustomStringConvertible {
  package enum Origin: Sendable, Hashable, CustomStringConvertible {
    case explicit
    case environment(String)
    case profile(String, file: String)
    case byDefault

    package var description: String {
      switch self {
      case .explicit: "given by the program"
      case .environment(let name): name
      case .profile(let name, let file): "profile \(name) in \(file)"
      case .byDefault: "default"
      }
    }
  }

  package let setting: Setting
  package let origin: Origin
  /// Of every setting, so that no reflection shows one.
  private let text: Secret

  package init(_ setting: Setting, _ text: String, _ origin: Origin) {
    self.setting = setting
    self.text = Secret(text)
    self.origin = origin
  }

  package var value: String { text.reveal() }
  /// The value, or the mask if it is a secret.
  package var shown: String { setting.isSecret ? text.description : value }
  package var description: String { "\(setting.rawValue) = \(shown) (\(origin))" }
  /// The setting and its origin, without the value: the subject of a message about a bad value.
  package var subject: String { "\(setting.rawValue) (\(origin))" }

  /// An error about this setting; the text goes on after the setting's name and origin.
  package func failure(_ text: String) -> FeatureStoreError {
    FeatureStoreError(.configuration, "The setting \(subject) \(text)")
  }
}
