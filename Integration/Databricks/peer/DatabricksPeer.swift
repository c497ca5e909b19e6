import FeatureStore
import Foundation

/// Does one thing with the workspace that the environment names, and says how it went.
///
///     databricks-peer cancel VERB FRAME NAME  a verb that is cancelled while it works
///     databricks-peer concurrent REF ROUNDS   many reads of one feature with one adapter
///     databricks-peer config [KEY=VALUE]…     the settings that are found, or the error, as one JSON object
///     databricks-peer conformance [WORD]…     the checks that every adapter passes
///     databricks-peer same-answer FOLDER      the generated questions, through memory, Feast and Databricks
///     databricks-peer manager FOLDER          features computed and published over both backends
///     databricks-peer known ENTITIES FEATURES OUTPUT      training rows, filtered by created time
///     databricks-peer online KEYS FEATURES OUTPUT         online values, statuses and times
///     databricks-peer load KEYS FEATURES TASKS CALLS      online calls at the same time; prints milliseconds
///
/// Exit code 0: all is well; 1: not, and what is not stands in the output.
@main struct DatabricksPeer {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    do {
      guard try await run(arguments) else {
        print("usage: databricks-peer COMMAND ARGUMENT…")
        exit(64)
      }
    } catch {
      let code = (error as? FeatureStoreError)?.code.description ?? "\(type(of: error))"
      print("FAILED [\(code)] \(error)")
      exit(1)
    }
  }

  /// - Returns: Whether there is such a command.
  private static func run(_ arguments: [String]) async throws -> Bool {
    switch (arguments.first, arguments.count) {
    case ("config"?, _): print(ConfigCommand(arguments: Array(arguments.dropFirst())).answer.text, terminator: "")
    case ("cancel", 4): try await cancel(arguments[1], file: arguments[2], name: arguments[3])
    case ("concurrent", 3):
      try await concurrent(arguments[1], rounds: Int(arguments[2]) ?? 1)
    case ("conformance"?, _): try await conformance(Array(arguments.dropFirst()))
    case ("manager", 2): try await managerOverBoth(folder: arguments[1])
    case ("same-answer", 2): try await sameAnswer(folder: arguments[1])
    case ("known"?, 4):
      try await Asking(features: arguments[2]).historical(entities: arguments[1], output: arguments[3])
    case ("online"?, 4):
      try await Asking(features: arguments[2]).online(keys: arguments[1], output: arguments[3])
    case ("load"?, 5):
      guard let tasks = Int(arguments[3]), let calls = Int(arguments[4]) else { return false }
      try await Asking(features: arguments[2]).load(keys: arguments[1], tasks: tasks, calls: calls)
    default: return false
    }
    return true
  }
}

/// What a command throws when something is not as it should be.
struct Disagreement: Error, CustomStringConvertible {
  let description: String
}
