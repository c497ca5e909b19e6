import FeatureStore
import Foundation

/// Does what it is asked on one repository: reads a request from each line of standard input, writes an answer a line.
///
///     feast-peer REPOSITORY
///
/// Requests are objects with a `call`; see ``Calls``. An error is an answer too: `{"error": CODE, "message": …}`.
@main struct Peer {
  static func main() async {
    guard CommandLine.arguments.count == 2 else {
      print("usage: feast-peer REPOSITORY")
      exit(64)
    }
    do {
      let environment = ProcessInfo.processInfo.environment
      let calls = Calls(store: try FeastAdapter(repoPath: CommandLine.arguments[1], environment: environment))
      while let line = readLine() { say(await answer(line, calls)) }
    } catch {
      say(failure(error))
      exit(1)
    }
  }

  /// Writes a line at once: whoever asked waits for it.
  private static func say(_ answer: JSON) { FileHandle.standardOutput.write(Data("\(answer.text)\n".utf8)) }

  private static func answer(_ line: String, _ calls: Calls) async -> JSON {
    do {
      return try await calls.run(try JSON(text: line))
    } catch {
      return failure(error)
    }
  }

  private static func failure(_ error: any Error) -> JSON {
    let code = (error as? FeatureStoreError)?.code.description ?? "\(type(of: error))"
    return .object(["error": .string(code), "message": .string("\(error)")])
  }
}
