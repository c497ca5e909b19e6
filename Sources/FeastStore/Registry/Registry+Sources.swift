internal import DataFrames

extension Feast_Core_Registry {
  private static let fileSourceClass = "feast.infra.offline_stores.file_source.FileSource"

  /// Writes a view's source to the list of sources and returns it as the view embeds it.
  ///
  /// The source is called after the view rather than after its path, so that a new path changes it in place.
  mutating func registerSource(
    of definition: FeastViewDefinition, replacing existing: Feast_Core_DataSource, now: Timestamp
  ) -> Feast_Core_DataSource {
    var source = existing
    let wasNamedByPath = existing.name.isEmpty || existing.name == existing.fileOptions.uri
    source.name = wasNamedByPath ? "\(definition.name)_source" : existing.name
    source.type = .batchFile
    source.dataSourceClassType = Self.fileSourceClass
    source.timestampField = definition.timestampField
    source.createdTimestampColumn = definition.createdColumn ?? ""
    source.fieldMapping = [:]
    source.fileOptions.uri = definition.sourcePath
    // Feast's own sources leave the format out; DuckDB needs it for a path that does not tell.
    if definition.sourcePath.hasSuffix(".parquet") {
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
    let isUsed = featureViews.contains {
      $0.spec.project == project && $0.spec.name != view && $0.spec.batchSource.name == name
    }
    if !isUsed, !name.isEmpty { dataSources.removeAll { $0.name == name && $0.project == project } }
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

extension Feast_Core_FeatureViewProjection {
  fileprivate mutating func refresh(from view: Feast_Core_FeatureViewSpec) {
    featureColumns = featureColumns.map { (column: Feast_Core_FeatureSpecV2) -> Feast_Core_FeatureSpecV2 in
      view.features.first { $0.name == column.name } ?? column
    }
    if hasBatchSource { batchSource = view.batchSource }
  }
}
