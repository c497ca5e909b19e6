internal import ArgumentParser
internal import FeatureStore

/// The command that a command line names, as far as it can be told without parsing the rest.
struct CommandPath {
  /// From the root to the command.
  private(set) var types: [any ParsableCommand.Type] = [FeatureStoreCommand.self]
  /// The names after the root's, such as `views list`.
  private(set) var name = ""
  /// The word that should have been a command, if there is one.
  private(set) var unknown: String?

  init(_ arguments: [String]) {
    var words = arguments[...]
    if words.first == "help" { words.removeFirst() }
    while let word = words.popFirst(), unknown == nil, !subcommands.isEmpty {
      if word.hasPrefix("-") {
        if GlobalOptions.names.contains(word) { _ = words.popFirst() }
      } else if let next = subcommands.first(where: { $0.name == word }) {
        types.append(next.type)
        name += name.isEmpty ? word : " \(word)"
      } else {
        unknown = word
      }
    }
  }

  /// The commands that may come next.
  var subcommands: [(name: String, type: any ParsableCommand.Type)] {
    (types.last?.configuration.subcommands ?? []).map { ($0._commandName, $0) }
  }

  /// Whether the command opens a store, so that the options of the root count for it.
  var usesStore: Bool {
    guard types.count > 1, let type = types.last else { return false }
    return Mirror(reflecting: type.init()).children.contains { $0.value is ParentCommand<FeatureStoreCommand> }
  }
}

extension GlobalOptions {
  /// The options as they are written; each takes a value.
  static let names = ["--repo", "--backend", "--catalog", "--schema", "--warehouse", "--log-level"]
}
