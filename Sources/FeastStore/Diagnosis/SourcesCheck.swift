internal import DataFrames
internal import FeatureStoreCore
internal import Foundation

/// Finds views whose source is gone, or lies where it does not go along with the repository.
struct SourcesCheck {
  let snapshot: RegistrySnapshot
  let config: RepoConfig

  func finding() -> CheckFinding {
    var (failures, warnings): ([String], [String]) = ([], [])
    let views = snapshot.views(project: config.project)
    for view in views {
      guard let source = try? view.fileSource() else { continue }
      let path = source.path(in: config.repoPath)
      if !isPattern(path), !FileManager.default.fileExists(atPath: path) {
        failures.append(
          "The source of view '\(view.name)' is gone: \(path). Put it back, or register the view again.")
      } else if !isInside(path) {
        warnings.append("The source of view '\(view.name)' is outside the repository: \(path).")
      }
    }
    return CheckFinding(
      fine: "the sources of \(views.count) views are in the repository", failures: failures, warnings: warnings)
  }

  /// Addresses and patterns are for the readers of the files to judge.
  private func isPattern(_ path: String) -> Bool { path.contains("*") || path.contains("://") }

  private func isInside(_ path: String) -> Bool {
    func real(_ path: String) -> String {
      URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
    }
    return real(path).hasPrefix(real(config.repoPath) + "/")
  }
}
