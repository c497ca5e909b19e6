/// Paths of a repository, whose relative ones count from its folder.
enum RepoPath {
  static func resolve(_ path: String, in folder: String) -> String {
    if path.hasPrefix("/") { return path }
    return join(folder, path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}
