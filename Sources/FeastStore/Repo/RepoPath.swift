internal import DataFrames

/// Paths of a repository, whose relative ones count from its folder.
enum RepoPath {
  static func resolve(_ path: String, in folder: String) -> String {
    if path.hasPrefix("/") || isAddress(path) { return path }
    return join(folder, path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
  }

  /// Whether a path begins with a scheme, as `file:///data` and `s3://bucket/key` do.
  private static func isAddress(_ path: String) -> Bool {
    let scheme = path.prefix { $0.isASCII && ($0.isLetter || $0.isNumber || "+-.".contains($0)) }
    return scheme.count > 1 && path.dropFirst(scheme.count).hasPrefix(":/")
  }

  static func join(_ folder: String, _ name: String) -> String {
    folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }
}
