internal import ArgumentParser
internal import FeatureStore
internal import Foundation

struct ExportDefinitionsCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "export-definitions",
    abstract: "Write the project as Python definitions, so that `feast apply` deletes nothing of it.",
    discussion: "What cannot be written as Python is a comment in the file and a note on standard error.")

  @ParentCommand var root: FeatureStoreCommand

  @Option(
    help: "The file to write, such as features.py in the repository. Without it standard output.",
    completion: .file(extensions: ["py"]))
  var output: String?

  @Option(parsing: .upToNextOption, help: "A view to write, with its entities and sources; can be given several times.")
  var view: [String] = []

  @Option(
    parsing: .upToNextOption,
    help: "A Python file of the repository: what it defines is left out, and imported where needed.")
  var missingFrom: [String] = []

  func execute(_ context: CommandContext) async throws {
    let store = try root.global.feast(
      context, instead: "Databricks needs no definitions: tables describe themselves.")
    if let output {
      try ResultFile.check(output, inputs: [], store)
      try refuseForeign(output)
    }
    let definitions = try await store.exportDefinitions(
      DefinitionExportOptions(views: view, missingFrom: missingFrom, output: output))
    for note in definitions.notes { context.note("\(note)\n") }
    for omission in definitions.omissions { context.note("Not in the definitions: \(omission)\n") }
    guard let output else {
      context.output(definitions.source)
      return
    }
    do {
      try FileReplacement.write(Array(definitions.source.utf8), to: output)
    } catch {
      throw FeatureStoreError(
        .io, "Cannot write '\(output)'. Check that its folder exists and may be written to.",
        context: .init(path: output), underlying: error)
    }
    context.output("Wrote the definitions to \(output).\n")
  }

  /// Refuses to replace a file that is no export of ours: its code would be lost.
  private func refuseForeign(_ output: String) throws {
    guard let content = FileManager.default.contents(atPath: output), !content.isEmpty else { return }
    guard String(decoding: content.prefix(200), as: UTF8.self).hasPrefix(FeastAdapter.definitionsHeading) else {
      throw FeatureStoreError(
        .conflict,
        "'\(output)' was not written by export-definitions, and its code would be lost. Write to another file, and leave "
          + "out what this one defines with --missing-from \(output).", context: .init(path: output))
    }
  }
}
