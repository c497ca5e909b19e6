import ArgumentParser
import FeatureStore
import Foundation
import Testing

@testable import FeatureStoreCLI

@Suite struct HelpTests {
  /// All commands, by the names that lead to them.
  private static func commands(
    _ type: any ParsableCommand.Type = FeatureStoreCommand.self, _ name: String = ""
  ) -> [(name: String, type: any ParsableCommand.Type)] {
    [(name, type)]
      + type.configuration.subcommands.flatMap { (child: any ParsableCommand.Type) in
        commands(child, name.isEmpty ? child._commandName : "\(name) \(child._commandName)")
      }
  }

  @Test(
    "every command's help has an example, and those on a store have the global options",
    arguments: commands().map(\.name))
  func help(name: String) async {
    let run = await CommandRun(name.split(separator: " ").map(String.init) + ["--help"])
    #expect(run.exitCode == 0)
    #expect(run.output.contains("\nEXAMPLES:\n  featurestore"), "'\(name)' has no example in CommandExamples")
    let path = CommandPath(name.split(separator: " ").map(String.init))
    #expect(path.name == name)
    #expect(run.output.contains("GLOBAL OPTIONS") == path.usesStore)
    if path.usesStore { #expect(run.output.contains("--repo <repo>") && run.output.contains("--backend <backend>")) }
    // What is to be copied into a shell stays on one line.
    let prose = run.output.split(separator: "\n").filter { !$0.hasPrefix("USAGE:") && !$0.hasPrefix("  featurestore ") }
    #expect(prose.allSatisfy { $0.count <= 100 })
  }

  @Test("every example is a command line that the parser takes", arguments: CommandExamples.all.keys.sorted())
  func examples(name: String) throws {
    #expect(Self.commands().contains { $0.name == name }, "an example for '\(name)', which is no command")
    let text = (CommandExamples.all[name] ?? []).joined(separator: "\n").replacing("\\\n", with: " ")
    let lines = text.split(separator: "\n")
    #expect(!lines.isEmpty && lines.allSatisfy { $0.hasPrefix("featurestore ") })
    for line in lines {
      let words = line.replacing("'", with: "").split(separator: " ").dropFirst().map(String.init)
      #expect(CommandPath(words).name.hasPrefix(name))
      #expect(throws: Never.self, "\(line)") { try FeatureStoreCommand.parseAsRoot(words) }
    }
  }

  @Test("the options of the root that take a value are those that the path of a command passes over")
  func globalOptions() {
    let help = FeatureStoreCommand.helpMessage(columns: 200)
    let options = help.split(separator: "\n").map { $0.drop { $0 == " " } }.filter {
      $0.hasPrefix("--") && $0.contains(" <")
    }
    #expect(Set(options.map { String($0.prefix { $0 != " " }) }) == Set(GlobalOptions.names))
  }

  @Test(
    "a command that is not there is answered with the one that was meant, and code 64",
    arguments: [
      (["vews", "list"], "There is no command 'vews'. Did you mean 'views'?"),
      (["views", "lst"], "There is no command 'views lst'. Did you mean 'views list'?"),
      (["--repo", "views", "registr"], "There is no command 'registr'. Did you mean 'register'?"),
      (["dance"], "There is no command 'dance'. Commands here: init, "),
    ])
  func unknownCommands(arguments: [String], expected: String) async {
    let run = await CommandRun(arguments)
    #expect(run.exitCode == 64 && run.output.isEmpty)
    #expect(run.notes.hasPrefix("Error: \(expected)"), "\(run.notes)")
  }

  @Test("--version prints the version, of any command")
  func version() async {
    for arguments in [["--version"], ["views", "list", "--version"]] {
      let run = await CommandRun(arguments)
      #expect(run.exitCode == 0 && run.output == "0.1.0\n")
    }
  }

  @Test("help about a command is the same as its --help")
  func helpVerb() async {
    #expect(await CommandRun(["help", "views", "list"]).output == CommandRun(["views", "list", "--help"]).output)
  }
}

@Suite struct CommandWordsTests {
  @Test("the library's words become options; others and lone backticks stay")
  func spelled() {
    #expect(CommandWords.spelled("Use `mode: .overwrite`.") == "Use --mode overwrite.")
    #expect(
      CommandWords.spelled("Run `featurestore init`, or name `repoPath`.") == "Run `featurestore init`, or name --repo."
    )
    #expect(CommandWords.spelled("a ` b") == "a ` b")
    #expect(CommandWords.spelled("`repoPath` and ` alone") == "--repo and ` alone")
    #expect(CommandWords.spelled("") == "")
  }

  @Test("every word of the library in a message is between backticks and has a translation")
  func allMessages() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("../../Sources")
      .standardizedFileURL
    let files = try FileManager.default.subpathsOfDirectory(atPath: root.path).filter { $0.hasSuffix(".swift") }
    #expect(files.count > 100)
    // What a person types or sees elsewhere under that name.
    let shown: Set<String> = ["featureView", "batchFile", "getFeatureStore"]
    var strays: [String] = []
    for file in files where !["CLI/", "Testing/", "Generated/", "cli/"].contains(where: file.contains) {
      let text = try String(contentsOfFile: root.appendingPathComponent(file).path, encoding: .utf8)
      for sentence in sentences(text) {
        for word in sentence.matches(of: /`([^`]+)`/).map({ String($0.1) })
        where CommandWords.options[word] == nil && !CommandWords.ofPrograms.contains(word) && isWord(word) {
          strays.append("\(file): `\(word)` has no translation")
        }
        let plain = sentence.replacing(/`[^`]*`/, with: "").replacing(/'[^']*'/, with: "")
        for word in plain.matches(of: /\b[a-z]+[A-Z][A-Za-z]*\b/).map({ String($0.0) }) where !shown.contains(word) {
          strays.append("\(file): \(word) stands without backticks in: \(sentence)")
        }
        if plain.contains(/\bnil\b/) { strays.append("\(file): nil in: \(sentence)") }
      }
    }
    #expect(strays.isEmpty, "\(strays.joined(separator: "\n"))")
  }

  /// Backticks also quote SQL names and shell commands, which have spaces, dots or interpolations.
  private func isWord(_ text: String) -> Bool {
    text.wholeMatch(of: /[a-z][A-Za-z]*(: [.a-z]+)?/) != nil && text.contains(/[A-Z:]/)
  }

  /// The string literals that read like sentences: a capital first and a full stop inside or last, interpolations left out.
  private func sentences(_ source: String) -> [String] {
    let code = source.split(separator: "\n").filter { !$0.drop { $0 == " " }.hasPrefix("//") }.joined(separator: "\n")
    return code.matches(of: /"((?:[^"\\\n]|\\.)*)"/).map {
      String($0.1).replacing(/\\\((?:[^()]|\((?:[^()]|\([^()]*\))*\))*\)/, with: "")
    }
    .filter { $0.contains(/[a-z] [a-z]/) && ($0.contains(". ") || $0.hasSuffix(".")) }
  }
}
