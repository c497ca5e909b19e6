internal import DataFrames
internal import FeatureStoreCore
internal import Foundation

/// What of a project is to be written as Python definitions.
public struct DefinitionExportOptions: Sendable, Hashable {
  /// The views to write, with the entities and sources that they need; empty: everything.
  public var views: [String]
  /// Python files beside the new one: what they define is left out, and imported where it is needed.
  public var missingFrom: [String]
  /// The file that will be written: its old content does not count as a file beside it.
  public var output: String?

  public init(views: [String] = [], missingFrom: [String] = [], output: String? = nil) {
    self.views = views
    self.missingFrom = missingFrom
    self.output = output
  }
}

/// The part of a project that one file defines, beside the files that define the rest.
struct DefinitionScope {
  var views: Set<String>?
  var elsewhere = PythonDefinitions()
  var includesProject = true
  /// The folder from which Python imports.
  var root = ""
  var notes: [String] = []

  func includes(view name: String) -> Bool {
    elsewhere.place(.view, name) == nil && (views?.contains(name) ?? true)
  }

  /// The module of a file below the root; nil for one that Python could not import.
  func module(_ file: String) -> String? {
    let path = Self.standardized(file)
    let folder = Self.standardized(root) + "/"
    guard path.hasPrefix(folder), path.hasSuffix(".py") else { return nil }
    let parts = path.dropFirst(folder.count).dropLast(3).split(separator: "/", omittingEmptySubsequences: false)
    let isPlain = parts.allSatisfy { part in
      part.first.map { $0.isLetter || $0 == "_" } ?? false
        && part.allSatisfy { $0.isLetter || $0.isNumber || $0 == "_" }
    }
    return isPlain ? parts.joined(separator: ".") : nil
  }

  static func standardized(_ path: String) -> String {
    URL(fileURLWithPath: path).standardizedFileURL.resolvingSymlinksInPath().path
  }
}

extension DefinitionScope {
  /// - Throws: A `FeatureStoreError` with code `io` for a file that cannot be read.
  init(_ options: DefinitionExportOptions, repository: String, hasLabels: Bool) throws {
    let output = options.output.map(Self.standardized)
    let given = options.missingFrom.filter { Self.standardized($0) != output }
    if given.count < options.missingFrom.count, let output {
      notes.append("\(output) is the file that is written, so what it defines now is written again.")
    }
    views = options.views.isEmpty ? nil : Set(options.views)
    root = repository
    elsewhere = try PythonDefinitions(files: given)
    notes += elsewhere.unknown.map { "\($0) See to it that it is not defined twice." }
    let known = Set(given.map(Self.standardized) + [output].compactMap { $0 })
    let others = try PythonDefinitions(files: Self.pythonFiles(in: repository).filter { !known.contains($0) })
    let hasOthers = views != nil || !options.missingFrom.isEmpty || !others.places.isEmpty
    let isDefined = [elsewhere, others].contains { $0.places[.project] != nil }
    includesProject = !isDefined && (hasLabels || !hasOthers)
    if !others.places.isEmpty {
      let names = Set(others.places.values.flatMap(\.values).map(\.file)).sorted()
      notes.append(
        "\(listed(names)) define objects as well: what is in both files, `feast apply` refuses. "
          + "Leave it out with --missing-from.")
    }
  }

  /// The Python files of a repository that `feast apply` reads; hidden folders and environments are passed over.
  private static func pythonFiles(in folder: String) -> [String] {
    let root = URL(fileURLWithPath: folder)
    guard
      let found = FileManager.default.enumerator(
        at: root, includingPropertiesForKeys: nil, options: [.skipsHiddenFiles, .skipsPackageDescendants])
    else { return [] }
    var files: [String] = []
    for case let file as URL in found {
      if ["venv", "env", "node_modules", "__pycache__", "site-packages"].contains(file.lastPathComponent) {
        found.skipDescendants()
      } else if file.pathExtension == "py", file.lastPathComponent != "__init__.py" {
        files.append(standardized(file.path))
      }
    }
    return files.sorted()
  }
}
