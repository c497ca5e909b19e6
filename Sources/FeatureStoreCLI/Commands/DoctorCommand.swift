internal import ArgumentParser
internal import FeatureStore

struct DoctorCommand: StoreCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor", abstract: "Say which store is used and why, and check that it works.")

  @ParentCommand var root: FeatureStoreCommand

  func execute(_ context: CommandContext) async throws {
    let detection = try root.global.detection(context)
    context.output("store      \(detection)\n")
    let checks = try await diagnosis(detection, context)
    for check in checks {
      let name = check.name + String(repeating: " ", count: max(1, 11 - check.name.count))
      context.output("\(name)\(check.isFine ? "ok" : "FAILED")  \(check.finding)\n")
    }
    if let failed = checks.first(where: { !$0.isFine }) {
      throw FeatureStoreError(.configuration, "The check '\(failed.name)' failed: \(failed.finding)")
    }
  }

  private func diagnosis(_ detection: EnvironmentDetection, _ context: CommandContext) async throws -> [StoreCheck] {
    let environment = root.global.environment(context)
    switch detection.choice {
    case .feast(let repoPath): return await (try FeastAdapter(repoPath: repoPath, environment: environment)).diagnose()
    case .databricks: return await (try DatabricksFeatureStoreAdapter(environment: environment)).diagnose()
    }
  }
}
