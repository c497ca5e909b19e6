/// An entity as its backend describes it: what rows are about, and the column that says so.
public struct EntitySummary: Sendable, Hashable {
  public let name: String
  public let joinKey: String
  /// The declared type, in the backend's word.
  public let type: String
  /// The views that have this entity, by name.
  public let views: [String]
  public let tags: [String: String]
  public let description: String
  public let owner: String

  package init(
    name: String, joinKey: String, type: String, views: [String], tags: [String: String], description: String,
    owner: String
  ) {
    self.name = name
    self.joinKey = joinKey
    self.type = type
    self.views = views
    self.tags = tags
    self.description = description
    self.owner = owner
  }
}

/// A project of a registry and how much is in it.
public struct ProjectSummary: Sendable, Hashable {
  public let name: String
  /// Whether the repository that was opened works in this project.
  public let isCurrent: Bool
  public let entities: Int
  /// Views of every kind.
  public let views: Int
  public let services: Int
  public let tags: [String: String]
  public let description: String
  public let owner: String

  package init(
    name: String, isCurrent: Bool, entities: Int, views: Int, services: Int, tags: [String: String],
    description: String, owner: String
  ) {
    self.name = name
    self.isCurrent = isCurrent
    self.entities = entities
    self.views = views
    self.services = services
    self.tags = tags
    self.description = description
    self.owner = owner
  }
}

/// What a teardown removed.
public struct TeardownReport: Sendable, Hashable {
  public let project: String
  /// Views of every kind that were in the project.
  public let views: [String]
  /// How many objects of other kinds were removed: entities, sources, services and so on.
  public let otherObjects: Int
  /// The online tables that were dropped.
  public let tables: [String]

  package init(project: String, views: [String], otherObjects: Int, tables: [String]) {
    self.project = project
    self.views = views
    self.otherObjects = otherObjects
    self.tables = tables
  }
}

/// Python definitions of a project's objects, and what could not be written as such.
public struct ExportedDefinitions: Sendable, Hashable {
  /// A Python file that `feast apply` reads.
  public let source: String
  /// A sentence for each object that is not in it, and for each detail that is lost.
  public let omissions: [String]
  /// What to look at before `feast apply`, as sentences.
  public let notes: [String]

  package init(source: String, omissions: [String], notes: [String] = []) {
    self.source = source
    self.omissions = omissions
    self.notes = notes
  }
}
