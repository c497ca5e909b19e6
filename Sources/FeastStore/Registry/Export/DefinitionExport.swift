internal import DataFrames
internal import FeatureStoreCore
internal import SwiftProtobuf

/// Writes a project of a registry as the Python definitions that `feast apply` finds equal to it.
///
/// `feast apply` deletes what the repository's `.py` files do not define, with its online rows. What cannot be written
/// is a comment in the file and a sentence in `omissions`.
struct DefinitionExport {
  let registry: Feast_Core_Registry
  let project: String
  var names = PythonNames()
  /// The definitions in the order of the file, each a variable and its value.
  var definitions: [String] = []
  var omissions: [String] = []
  /// Entity, source or view name → its variable, and what was written for it.
  var entities: [ByteKey: String] = [:]
  var sources: [ByteKey: (variable: String, value: String)] = [:]
  var views: [ByteKey: (variable: String, features: Set<ByteKey>)] = [:]
  let scope: DefinitionScope
  /// Lines that import what other files define.
  private var imports: [String] = []

  init(_ registry: Feast_Core_Registry, project: String, scope: DefinitionScope) {
    self.registry = registry
    self.project = project
    self.scope = scope
  }

  /// The file and what is not in it.
  static func run(
    _ registry: Feast_Core_Registry, project: String, scope: DefinitionScope = DefinitionScope()
  ) -> ExportedDefinitions {
    var export = DefinitionExport(registry, project: project, scope: scope)
    if scope.includesProject { export.addProject() }
    export.addEntities()
    export.addViews()
    if scope.views == nil {
      export.addRemainingSources()
      export.addServices()
      export.addWhatCannotBeWritten()
    }
    return ExportedDefinitions(source: export.source, omissions: export.omissions, notes: scope.notes)
  }

  /// The variable for a thing that another file defines: it is imported from there.
  ///
  /// - Returns: nil if it is not held by a variable that can be imported.
  mutating func imported(_ kind: PythonDefinitions.Kind, _ word: String, _ name: String) -> String? {
    guard let place = scope.elsewhere.place(kind, name), let theirs = place.variable,
      let module = scope.module(place.file)
    else { return nil }
    let variable = names.variable(word, name)
    imports.append("from \(module) import \(theirs) as \(variable)")
    return variable
  }

  private var source: String {
    let comments = omissions.map { "# \(PythonLiteral.comment($0))\n" }.joined()
    return """
      \(FeastAdapter.definitionsHeading)\(PythonLiteral.comment(project)), as its registry has them.
      # Keep this file in the repository, and write it again after each registration from elsewhere: `feast apply`
      # deletes what its .py files do not define.
      from datetime import datetime, timedelta, timezone

      from feast import Entity, FeatureService, FeatureView, Field, FileSource, Project, PushSource, ValueType, types
      from feast.data_format import DeltaFormat, ParquetFormat

      \(imports.isEmpty ? "" : imports.joined(separator: "\n") + "\n\n")\(comments.isEmpty ? "" : "# Not in this file:\n\(comments)\n")\(definitions.joined(separator: "\n\n"))

      """
  }

  /// Adds `variable = value`.
  mutating func define(_ word: String, _ name: String, _ value: String) -> String {
    let variable = names.variable(word, name)
    definitions.append("\(variable) = \(value)")
    return variable
  }

  private mutating func addProject() {
    let spec = registry.projects.first { $0.spec.name == project }?.spec ?? Feast_Core_ProjectSpec()
    var call = PythonCall("Project")
    call.add("name", PythonLiteral.string(project))
    call.add("description", text: spec.description_p)
    call.add("tags", dictionary: spec.tags)
    call.add("owner", text: spec.owner)
    _ = define("project", project, call.text)
  }

  private mutating func addEntities() {
    for spec in registry.entities.map(\.spec) where spec.project == project && spec.name != FeastView.dummyEntity {
      guard isNeeded(entity: spec.name) else { continue }
      if let variable = imported(.entity, "entity", spec.name) {
        entities[spec.name] = variable
        continue
      }
      var call = PythonCall("Entity")
      call.add("name", PythonLiteral.string(spec.name))
      let joinKey = spec.joinKey.isEmpty ? spec.name : spec.joinKey
      call.add("join_keys", PythonLiteral.list([PythonLiteral.string(joinKey)]))
      call.add("value_type", FeastType(rawValue: spec.valueType.rawValue).pythonValueType)
      call.add("description", text: spec.description_p)
      call.add("tags", dictionary: spec.tags)
      call.add("owner", text: spec.owner)
      // Within a view an entity is no definition of the file's own.
      let isElsewhere = scope.elsewhere.place(.entity, spec.name) != nil
      entities[spec.name] = isElsewhere ? call.inline : define("entity", spec.name, call.text)
    }
  }

  /// Whether the file needs an entity: with everything it does, beside other files only where a view of it does.
  private func isNeeded(entity name: String) -> Bool {
    let isElsewhere = scope.elsewhere.place(.entity, name) != nil
    guard scope.views != nil || isElsewhere else { return true }
    return registry.featureViews.map(\.spec).contains {
      $0.project == project && scope.includes(view: $0.name) && $0.entities.contains(name)
    }
  }

  private mutating func addWhatCannotBeWritten() {
    for view in registry.otherViews(project: project) where scope.elsewhere.place(.view, view.name) == nil {
      omissions.append("The \(view.kind.rawValue) '\(view.name)': \(view.kind.exportObstacle). \(Self.consequence)")
    }
    for permission in registry.permissions where permission.spec.project == project {
      omissions.append("The permission '\(permission.spec.name)'. \(Self.consequence)")
    }
  }

  /// What a reader must know about an object that is left out.
  static let consequence = "`feast apply` would delete it: define it in a file beside this one."
}

extension PythonLiteral {
  /// A text that can stand behind `#`: nothing in it ends the line.
  static func comment(_ text: String) -> String { String(string(text).dropFirst().dropLast()) }
}
