internal import FeatureStoreCore
internal import Logging

/// Everything the verbs need of one workspace: where tables go, and the services that carry a verb out.
package struct Workspace: Sendable {
  let settings: ResolvedConfiguration
  /// The schema of the feature tables.
  let schema: SchemaName
  let online: OnlinePlaces
  let catalog: UnityCatalog
  let statements: StatementRunner
  let results: ResultReader
  let staging: StagingArea
  let logger: Logger
  let clock: any Clock<Duration>

  var client: WorkspaceClient { catalog.client }
  var waiting: Waiting { Waiting(clock: clock, logger: logger) }

  /// The table of a view.
  func table(_ view: String) -> TableName { TableName(schema, view) }
}

/// Where online values are served from, as configured.
struct OnlinePlaces: Sendable {
  /// The online store that tables are published to.
  let store: String?
  /// The feature serving endpoint that answers online reads.
  let endpoint: String?
  /// What endpoints serve, as far as it was asked for.
  let specs = ServedSpecs()
}
