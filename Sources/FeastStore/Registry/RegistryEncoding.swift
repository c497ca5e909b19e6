internal import DataFrames
internal import FeatureStoreCore
internal import SwiftProtobuf

/// Writes a registry so that whatever did not change keeps its bytes.
///
/// Feast writes maps in an order of its own, and newer versions write fields that are not known here. Re-encoding an
/// object that this package cannot run (an on-demand view, a permission …) would keep its meaning, but not its bytes;
/// so each object that equals one of the file's is copied from the file.
struct RegistryEncoding {
  private let before: Feast_Core_Registry
  private let records: RegistryRecords

  /// - Parameter bytes: The file that `before` was decoded from.
  init(before: Feast_Core_Registry, bytes: [UInt8]) {
    self.before = before
    records = RegistryRecords(bytes)
  }

  /// The bytes of a registry, fields in the order of their numbers, unknown fields last and as they were.
  ///
  /// - Throws: What SwiftProtobuf throws for a message that cannot be encoded.
  func bytes(of after: Feast_Core_Registry) throws -> [UInt8] {
    var output: [UInt8] = []
    try append(1, before.entities, after.entities, to: &output)
    try append(2, before.featureTables, after.featureTables, to: &output)
    output += try stamp(of: after).serializedBytes() as [UInt8]
    try append(6, before.featureViews, after.featureViews, to: &output)
    try append(7, before.featureServices, after.featureServices, to: &output)
    try append(8, before.onDemandFeatureViews, after.onDemandFeatureViews, to: &output)
    if after.hasInfra { try append(10, before.hasInfra ? [before.infra] : [], [after.infra], to: &output) }
    try append(11, before.savedDatasets, after.savedDatasets, to: &output)
    try append(12, before.dataSources, after.dataSources, to: &output)
    try append(13, before.validationReferences, after.validationReferences, to: &output)
    try append(14, before.streamFeatureViews, after.streamFeatureViews, to: &output)
    try append(15, before.projectMetadata, after.projectMetadata, to: &output)
    try append(16, before.permissions, after.permissions, to: &output)
    try append(17, before.projects, after.projects, to: &output)
    if after.hasFeatureViewVersionHistory {
      let history = before.hasFeatureViewVersionHistory ? [before.featureViewVersionHistory] : []
      try append(18, history, [after.featureViewVersionHistory], to: &output)
    }
    try append(19, before.labelViews, after.labelViews, to: &output)
    output += after.unknownFields.data
    return output
  }

  /// The registry's own fields, without any object.
  private func stamp(of registry: Feast_Core_Registry) -> Feast_Core_Registry {
    var stamp = Feast_Core_Registry()
    stamp.registrySchemaVersion = registry.registrySchemaVersion
    stamp.versionID = registry.versionID
    if registry.hasLastUpdated { stamp.lastUpdated = registry.lastUpdated }
    return stamp
  }

  /// Appends objects of one field: copied from the file where an equal one is there, else encoded.
  private func append<Object: Message & Hashable>(
    _ field: Int, _ before: [Object], _ after: [Object], to output: inout [UInt8]
  ) throws {
    let originals = records.payloads(field)
    // One object in several records, as protobuf allows, has no bytes of its own.
    let isWhole = originals.count == before.count
    let places = Dictionary(before.enumerated().map { ($1, $0) }) { (first: Int, _: Int) -> Int in first }
    for (index, object) in after.enumerated() {
      let place = index < before.count && before[index] == object ? index : places[object]
      // Swift takes two Unicode forms of one name for equal.
      if isWhole, let place, try before[place].serializedBytes() as [UInt8] == object.serializedBytes() {
        RegistryRecords.append(field, originals[place], to: &output)
      } else {
        let bytes: [UInt8] = try object.serializedBytes()
        RegistryRecords.append(field, bytes[...], to: &output)
      }
    }
  }
}
