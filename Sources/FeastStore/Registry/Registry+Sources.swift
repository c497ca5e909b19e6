internal import DataFrames

extension Feast_Core_Registry {
  private static let fileSourceClass = "feast.infra.offline_stores.file_source.FileSource"

  /// Writes a view's source to the list of sources and returns it as the view embeds it.
  ///
  /// The source is called after the view rather than after its path, so that a new path changes it in place. One that
  /// other views read as well is left to them.
  mutating func registerSource(
    of definition: FeastViewDefinition, replacing existing: Feast_Core_DataSource, now: Timestamp
  ) -> Feast_Core_DataSource {
    guard let path = definition.sourcePath else { return keepSource(of: definition, existing, now) }
    var source = existing
    let wasNamedByPath = existing.name.isEmpty || existing.name == existing.fileOptions.uri
    let isShared = reads(existing.name, project: definition.project, except: definition.name)
    source.name = wasNamedByPath || isShared ? "\(definition.name)_source" : existing.name
    source.type = .batchFile
    source.dataSourceClassType = Self.fileSourceClass
    source.timestampField = definition.timestampField
    source.createdTimestampColumn = definition.createdColumn ?? ""
    source.fieldMapping = [:]
    source.fileOptions.uri = path
    // Feast's own sources leave the format out; DuckDB needs it for a path that does not tell.
    if path.hasSuffix(".parquet") {
      source.fileOptions.clearFileFormat()
    } else {
      source.fileOptions.fileFormat.parquetFormat = .init()
    }
    if !source.meta.hasCreatedTimestamp { source.meta.createdTimestamp = .init(now) }
    source.meta.lastUpdatedTimestamp = .init(now)
    if wasNamedByPath { removeSourceIfUnused(existing.name, project: definition.project, except: definition.name) }
    list(source, project: definition.project)
    return source
  }

  /// Changes nothing of a source but the columns of its times; one that other views read keeps them too.
  private mutating func keepSource(
    of definition: FeastViewDefinition, _ existing: Feast_Core_DataSource, _ now: Timestamp
  ) -> Feast_Core_DataSource {
    var source = existing
    source.timestampField = definition.timestampField
    source.createdTimestampColumn = definition.createdColumn ?? ""
    if source == existing { return existing }
    if source.hasMeta { source.meta.lastUpdatedTimestamp = .init(now) }
    if !reads(existing.name, project: definition.project, except: definition.name) {
      list(source, project: definition.project)
    }
    return source
  }

  private mutating func list(_ source: Feast_Core_DataSource, project: String) {
    var listed = source
    listed.project = project
    if let index = dataSources.firstIndex(where: { $0.name == source.name && $0.project == project }) {
      dataSources[index] = listed
    } else {
      dataSources.append(listed)
    }
  }

  /// Removes a source from the list unless a view still reads it.
  mutating func removeSourceIfUnused(_ name: String, project: String, except view: String? = nil) {
    let isUsed = reads(name, project: project, except: view)
    if !isUsed, !name.isEmpty { dataSources.removeAll { $0.name == name && $0.project == project } }
  }

  /// Gives a view's push source, there and in the list of sources, the view's present batch source.
  ///
  /// A push source names one batch source; Feast takes that for its views' own when it reads definitions.
  mutating func refreshPushSource(of view: inout Feast_Core_FeatureViewSpec) {
    guard view.hasStreamSource, view.streamSource.type == .pushSource, view.streamSource.hasBatchSource else { return }
    view.streamSource.adopt(view.batchSource)
    for index in dataSources.indices
    where dataSources[index].name == view.streamSource.name && dataSources[index].project == view.project {
      dataSources[index].adopt(view.batchSource)
    }
  }

  /// Whether a view other than `view`, of any kind, reads the source of this name.
  private func reads(_ source: String, project: String, except view: String?) -> Bool {
    if source.isEmpty { return false }
    return featureViews.contains {
      $0.spec.project == project && $0.spec.name != view && $0.spec.batchSource.name == source
    } || streamFeatureViews.contains { $0.spec.project == project && $0.spec.batchSource.name == source }
  }

  /// Gives feature services the view's present features and source: Feast refuses a service whose copies differ.
  ///
  /// A feature that the view no longer has stays in the service; Feast names it when the service is used.
  mutating func refreshServices(using view: Feast_Core_FeatureViewSpec) {
    for service in featureServices.indices where featureServices[service].spec.project == view.project {
      for index in featureServices[service].spec.features.indices
      where featureServices[service].spec.features[index].featureViewName == view.name {
        featureServices[service].spec.features[index].refresh(from: view)
      }
    }
  }
}

extension Feast_Core_DataSource {
  /// Takes over a batch source and its columns, as Feast's PushSource does.
  fileprivate mutating func adopt(_ source: Feast_Core_DataSource) {
    batchSource = source
    timestampField = source.timestampField
    createdTimestampColumn = source.createdTimestampColumn
    fieldMapping = source.fieldMapping
    datePartitionColumn = source.datePartitionColumn
  }
}

extension Feast_Core_FeatureViewProjection {
  fileprivate mutating func refresh(from view: Feast_Core_FeatureViewSpec) {
    featureColumns = featureColumns.map { (column: Feast_Core_FeatureSpecV2) -> Feast_Core_FeatureSpecV2 in
      view.features.first { $0.name == column.name } ?? column
    }
    if hasBatchSource { adopt(view.batchSource) }
  }
}
