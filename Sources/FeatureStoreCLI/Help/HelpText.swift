internal import ArgumentParser
internal import FeatureStore

/// What the parser does not say by itself: examples, the options of the root, the command that was meant.
enum HelpText {
  /// A help text with an example, and with the options that every verb on a store takes.
  static func completed(_ text: String, _ path: CommandPath, columns: Int?) -> String {
    guard text.hasPrefix("OVERVIEW:") else { return text }
    var sections = [text.trimmingLineEnds]
    if let examples = CommandExamples.all[path.name] {
      sections.append("EXAMPLES:\n" + examples.map { "  \($0)" }.joined(separator: "\n"))
    }
    if path.usesStore { sections.append(globalOptions(columns)) }
    return sections.joined(separator: "\n\n") + "\n"
  }

  /// The options of the root, as its own help shows them.
  private static func globalOptions(_ columns: Int?) -> String {
    let help = GlobalOptionsOnly.helpMessage(columns: columns)
    let lines = help.split(separator: "\n", omittingEmptySubsequences: false).drop { $0 != "OPTIONS:" }.dropFirst()
    let options = lines.filter { !$0.contains("--help") && !$0.contains("--version") }
    return "GLOBAL OPTIONS (before the command or after it):\n" + options.joined(separator: "\n").trimmingLineEnds
  }

  /// A message about wrong usage that says which command was meant.
  static func withSuggestion(_ text: String, _ path: CommandPath) -> String {
    if path.types.count == 1, text.hasPrefix("Error: Unknown option") {
      let advice = ". The options of a command stand behind it: check the command's name."
      return text.replacing("\nUsage:", with: "\(advice)\nUsage:", maxReplacements: 1)
    }
    guard let unknown = path.unknown, text.prefix(40).contains("nexpected argument") else { return text }
    let names = path.subcommands.map(\.name)
    let what = path.name.isEmpty ? "" : "\(path.name) "
    let guess = suggestion(for: unknown, among: names).map { " Did you mean '\(what)\($0)'?" } ?? ""
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
    let first = "Error: There is no command '\(what)\(unknown)'.\(guess) Commands here: \(listed(names))."
    return ([first] + lines.map(String.init)).joined(separator: "\n")
  }
}

/// Nothing but the options of the root.
private struct GlobalOptionsOnly: ParsableCommand {
  @OptionGroup var global: GlobalOptions
}

extension String {
  fileprivate var trimmingLineEnds: String {
    var text = self[...]
    while text.last == "\n" { text.removeLast() }
    return String(text)
  }
}
