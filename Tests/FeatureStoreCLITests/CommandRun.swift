import FeatureStore
import FeatureStoreCLI
import Foundation

/// What a command line printed and returned.
struct CommandRun {
  let output: String
  let notes: String
  let exitCode: Int32

  /// Runs `featurestore` with these arguments, in this process.
  init(_ arguments: [String], environment: [String: String] = ["FEATURE_STORE_BACKEND": "feast"]) async {
    let (output, notes) = (Transcript(), Transcript())
    exitCode = await FeatureStoreCommand.run(
      arguments, CommandContext(environment: environment, output: { output.add($0) }, note: { notes.add($0) }))
    self.output = output.text
    self.notes = notes.text
  }
}

/// Text that commands add to from any thread.
///
/// Invariant behind `@unchecked`: `content` is touched only while `lock` is held.
private final class Transcript: @unchecked Sendable {
  private let lock = NSLock()
  private var content = ""

  func add(_ text: String) { lock.withLock { content += text } }
  var text: String { lock.withLock { content } }
}

/// A folder with a gold file and an entity file, removed with the last reference to it.
final class CommandFolder: Sendable {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.appendingPathComponent("featurestore-\(UUID().uuidString)").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try write(
      "gold.csv",
      """
      customer_id,event_timestamp,age,city
      1,2024-01-01T00:00:00Z,30,Oslo
      2,2024-01-02T00:00:00Z,40,
      1,2024-02-01T00:00:00Z,31,Bergen

      """)
    try write("entities.csv", "customer_id,event_timestamp,label\n1,2024-01-15,yes\n2,2024-01-15,no\n9,2024-01-15,no\n")
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { "\(path)/\(name)" }

  func write(_ name: String, _ text: String) throws {
    try text.write(toFile: file(name), atomically: true, encoding: .utf8)
  }

  /// Runs a command on the repository `repo` of this folder.
  func run(_ arguments: String...) async -> CommandRun { await CommandRun(["--repo", file("repo")] + arguments) }

  /// Registers the gold file as `customers` and materializes it.
  func prepare() async -> [Int32] {
    [
      await run("init", "--project", "shop").exitCode,
      await run("register", "customers", "--from", file("gold.csv"), "--entity-key", "customer_id").exitCode,
      await run("materialize", "--from", "2024-01-01", "--to", "2024-12-31").exitCode,
    ]
  }
}
