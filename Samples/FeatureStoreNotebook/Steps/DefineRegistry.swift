import FeatureStore
import NotebookKit

extension Steps {
  /// Step 2: a definition for each numeric column.
  mutating func defineRegistry(
    _ gold: DataFrame
  ) throws -> (registry: FeatureRegistry, times: FeatureRegistry) {
    // cell: define-registry
    var registry = FeatureRegistry()
    for (name, type) in gold.schema where type.isNumeric && name != settings.entityKey {
      try registry.register(
        TemporalFeatureDefinition(
          name: name, description: "The gold table's \(name)", entityKey: settings.entityKey,
          timestampColumn: settings.timestampColumn, sourceColumns: [name], dataType: type.description))
    }

    // The rows' own times as a feature, to see later which row a training row was matched with.
    var times = FeatureRegistry()
    try times.register(
      TemporalFeatureDefinition(
        name: "matched_at", description: "The time of the gold row", entityKey: settings.entityKey,
        timestampColumn: settings.timestampColumn, sourceColumns: [settings.timestampColumn], dataType: "datetime"))

    display(registry.table, "The registry", rows: 100)
    // cell end
    return (registry, times)
  }
}
