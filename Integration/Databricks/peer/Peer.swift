import FeatureStoreCore
import Foundation

/// Our side for checks against other clients of Databricks, a subcommand for each part:
///
///     databricks-peer config [KEY=VALUE]…
///
/// An answer is one JSON object on standard output; an error is an answer too: `{"error": CODE, "message": …}`.
@main struct Peer {
  static func main() {
    var arguments = CommandLine.arguments.dropFirst()
    switch arguments.popFirst() {
    case "config": print(ConfigCommand(arguments: Array(arguments)).answer.text, terminator: "")
    default:
      FileHandle.standardError.write(Data("usage: databricks-peer config [KEY=VALUE]…\n".utf8))
      exit(64)
    }
  }
}
