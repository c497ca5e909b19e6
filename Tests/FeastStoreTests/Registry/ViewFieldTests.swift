import DataFrames
import FeatureStoreCore
import Foundation
import SwiftProtobuf
import Testing

@testable import FeastStore

/// Every field of the messages that define a view, and what becomes of it here.
@Suite struct ViewFieldTests {
  /// What a field does to the values that are read here.
  private enum Use {
    /// The code goes by it.
    case actedOn
    /// It changes no value.
    case harmless
    /// A view that has it is refused by name.
    case refused
  }

  private static let uses: [String: [String: Use]] = [
    "FeatureViewSpec": [
      "name": .actedOn, "project": .actedOn, "entities": .actedOn, "features": .actedOn, "tags": .actedOn,
      "ttl": .actedOn, "batch_source": .actedOn, "online": .actedOn, "stream_source": .actedOn,
      "description": .actedOn, "owner": .actedOn, "entity_columns": .actedOn, "disabled": .actedOn,
      "offline": .harmless, "mode": .harmless, "enable_validation": .harmless, "version": .harmless, "org": .harmless,
      "source_views": .refused, "feature_transformation": .refused,
    ],
    "FeatureViewMeta": [
      "created_timestamp": .actedOn, "last_updated_timestamp": .actedOn, "materialization_intervals": .actedOn,
      "state": .actedOn, "current_version_number": .harmless, "version_id": .harmless,
    ],
    "FeatureSpecV2": [
      "name": .actedOn, "value_type": .actedOn, "tags": .harmless, "description": .harmless,
      "vector_index": .harmless, "vector_search_metric": .harmless, "vector_length": .harmless,
    ],
    "DataSource": [
      "type": .actedOn, "field_mapping": .actedOn, "timestamp_field": .actedOn, "created_timestamp_column": .actedOn,
      "file_options": .actedOn, "name": .actedOn, "project": .actedOn, "batch_source": .actedOn,
      "data_source_class_type": .actedOn, "meta": .actedOn, "date_partition_column": .harmless,
      "timestamp_field_type": .harmless, "description": .harmless, "tags": .harmless, "owner": .harmless,
      "bigquery_options": .refused, "kafka_options": .refused, "kinesis_options": .refused,
      "redshift_options": .refused, "custom_options": .refused, "request_data_options": .refused,
      "snowflake_options": .refused, "push_options": .actedOn, "spark_options": .refused, "trino_options": .refused,
      "athena_options": .refused,
    ],
    "FileOptions": ["file_format": .actedOn, "uri": .actedOn, "s3_endpoint_override": .harmless],
    "FileFormat": ["parquet_format": .actedOn, "delta_format": .refused],
    "FeatureViewProjection": [
      "feature_view_name": .actedOn, "feature_columns": .actedOn, "feature_view_name_alias": .actedOn,
      "join_key_map": .actedOn, "timestamp_field": .harmless, "date_partition_column": .harmless,
      "created_timestamp_column": .harmless, "batch_source": .harmless, "stream_source": .harmless,
      "version_tag": .refused, "view_type": .harmless,
    ],
    // The kind as a whole is refused; of an on-demand view the values that it keeps online are read.
    "StreamFeatureViewSpec": every(
      .refused,
      "name project entities features entity_columns description tags owner ttl batch_source stream_source online "
        + "user_defined_function mode aggregations timestamp_field feature_transformation enable_tiling "
        + "tiling_hop_size enable_validation version org disabled"),
    "OnDemandFeatureViewSpec": every(
      .refused,
      "name project features sources user_defined_function description tags owner feature_transformation mode "
        + "write_to_online_store entities entity_columns singleton aggregations version org disabled"),
    "LabelViewSpec": every(
      .refused,
      "name project entities features tags ttl source online description owner entity_columns labeler_field "
        + "conflict_policy retain_history reference_feature_view"),
  ]

  private static func every(_ use: Use, _ names: String) -> [String: Use] {
    Dictionary(uniqueKeysWithValues: names.split(separator: " ").map { (String($0), use) })
  }

  /// The fields of a message in the text of the `.proto` files from which its code is made.
  private static func fields(of message: String) throws -> Set<String> {
    let folder = FeastFixtures.folder.deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appendingPathComponent("Sources/FeastStore/Generated/Protos/feast/core")
    for file in try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil) {
      let lines = try String(contentsOf: file, encoding: .utf8).split(separator: "\n")
      guard let start = lines.firstIndex(where: { $0.trimmingCharacters(in: .whitespaces) == "message \(message) {" })
      else { continue }
      return fields(lines[(start + 1)...], depth: lines[start].prefix { $0 == " " }.count)
    }
    Issue.record("no message \(message) in \(folder.path)")
    return []
  }

  private static func fields(_ lines: ArraySlice<Substring>, depth: Int) -> Set<String> {
    var found: Set<String> = []
    var inner = 0
    for line in lines {
      let text = line.trimmingCharacters(in: .whitespaces)
      if text == "}", inner == 0 { break }
      if text.hasPrefix("message ") || text.hasPrefix("enum ") { inner += text.hasSuffix("}") ? 0 : 1 }
      if text.hasPrefix("oneof ") { continue }
      if text == "}" { inner = max(0, inner - 1) }
      guard inner == 0, let name = text.wholeMatch(of: /.*?(\w+) = \d+( \[.*\])?;/)?.1 else { continue }
      found.insert(String(name))
    }
    return found
  }

  @Test(
    "every field of a view's messages is acted on, harmless or refused; a new one must be decided",
    arguments: uses.keys.sorted())
  func everyField(message: String) throws {
    let decided = Set(try #require(Self.uses[message]).keys)
    #expect(try Self.fields(of: message) == decided)
  }

  private func view(_ change: String) throws -> FeastView {
    var registry = Feast_Core_Registry()
    try registry.register(RegistryFileTests.definition("fv"), now: Timestamp(seconds: 1))
    let added = try Feast_Core_FeatureViewSpec(jsonString: change)
    try registry.featureViews[0].spec.merge(serializedBytes: try added.serializedBytes() as [UInt8])
    return try RegistrySnapshot(registry, path: "r").view("fv", project: "demo")
  }

  @Test(
    "a view whose values are made by code or by other views is refused by name with the reason",
    arguments: [
      (#"{"featureTransformation": {"userDefinedFunction": {"name": "f"}}, "mode": "pandas"}"#, "mode 'pandas'"),
      (#"{"featureTransformation": {"substraitTransformation": {}}}"#, "feature_transformation"),
      (#"{"featureTransformation": {}}"#, "feature_transformation"),
      (#"{"sourceViews": [{"name": "upper"}]}"#, "'upper'"),
    ])
  func refused(change: String, reason: String) throws {
    let view = try view(change)
    for refused in [{ _ = try view.fileSource() }, { try view.refuseIfOutOfService() }] {
      let error = try #require(throws: FeatureStoreError.self) { try refused() }
      #expect(error.code == .notSupported)
      #expect(error.message.contains("'fv'") && error.message.contains(reason))
    }
  }

  @Test(
    "fields that change no value do not keep a view from being read",
    arguments: [
      #"{"offline": true}"#, #"{"mode": "python"}"#, #"{"enableValidation": true}"#, #"{"version": "v1"}"#,
      #"{"org": "a"}"#, #"{"batchSource": {"datePartitionColumn": "day", "timestampFieldType": "DATE"}}"#,
      #"{"batchSource": {"fileOptions": {"s3EndpointOverride": "http://x"}}}"#,
      #"{"features": [{"name": "n", "vectorIndex": true, "vectorLength": 3}]}"#,
    ])
  func harmless(change: String) throws {
    let view = try view(change)
    #expect(view.unrunPart == nil)
    #expect(try view.fileSource().uri == "data/fv/1.parquet")
  }

  @Test("a source of any other type is refused", arguments: 2...13)
  func otherSources(type: Int) throws {
    let view = try view(#"{"batchSource": {"type": \#(type)}}"#)
    #expect(thrownCode { try view.fileSource() } == .notSupported)
  }

  @Test("a service that is bound to a version of a view is refused")
  func versionTag() throws {
    let spec = try Feast_Core_FeatureServiceSpec(
      jsonString: #"{"name": "s", "features": [{"featureViewName": "fv", "versionTag": 0}]}"#)
    let error = try #require(throws: FeatureStoreError.self) { try spec.refuseVersions() }
    #expect(error.code == .notSupported && error.message.contains("version 0"))
  }

  @Test("a push source that feeds a stream feature view as well is refused")
  func pushSource() throws {
    var registry = Feast_Core_Registry()
    var stream = Feast_Core_StreamFeatureView()
    (stream.spec.name, stream.spec.project, stream.spec.streamSource.name) = ("clicks", "demo", "pushed")
    registry.streamFeatureViews = [stream]
    let error = try #require(throws: FeatureStoreError.self) {
      try registry.refuseUnrunViews(fedBy: "pushed", project: "demo")
    }
    #expect(error.code == .notSupported && error.message.contains("'clicks'"))
    try registry.refuseUnrunViews(fedBy: "other", project: "demo")
    try registry.refuseUnrunViews(fedBy: "pushed", project: "another")
  }
}
