internal import ArgumentParser
internal import FeatureStore

struct DoctorCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say which store is used and why, and check that it works.")

  @ParentCommand var root: FeatureStoreCommand
  @OptionGroup var format: FormatOption

  func execute(_ context: CommandContext) async throws {
    let detection = try root.global.detection(context)
    if format.format == .table { context.output("store      \(detection)\n") }
    let checks = try await diagnosis(detection, context)
    context.output(try text(checks))
    let failed = checks.filter { !$0.isFine }
    guard let first = failed.first else { return }
    let what = failed.count == 1 ? "The check '\(first.name)'" : "\(failed.count) checks"
    throw FeatureStoreError(.configuration, "\(what) failed; the first says: \(first.finding)")
  }

  private func text(_ checks: [StoreCheck]) throws -> String {
    guard format.format == .table else {
      let items = checks.map { (check: StoreCheck) -> JSONText in
        .object([
          ("check", .string(check.name)), ("status", .string(check.status.rawValue)),
          ("finding", .string(check.finding)),
        ])
      }
      let columns: [(name: String, column: Column)] = [
        ("check", .string(checks.map(\.name))), ("status", .string(checks.map(\.status.rawValue))),
        ("finding", .string(checks.map(\.finding))),
      ]
      return try Listing(columns: columns, items: items).text(format.format)
    }
    return checks.map { (check: StoreCheck) -> String in
      let name = check.name + String(repeating: " ", count: max(1, 11 - check.name.count))
      return "\(name)\(check.status.rawValue)  \(CommandWords.spelled(check.finding))\n"
    }.joined()
  }

  private func diagnosis(_ detection: EnvironmentDetection, _ context: CommandContext) async throws -> [StoreCheck] {
    let environment = root.global.environment(context)
    switch detection.choice {
    case .feast(let repoPath): return await (try FeastAdapter(repoPath: repoPath, environment: environment)).diagnose()
    case .databricks: return await (try DatabricksFeatureStoreAdapter(environment: environment)).diagnose()
    }
  }
}
