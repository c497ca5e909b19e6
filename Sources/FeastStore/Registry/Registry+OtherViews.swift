internal import DataFrames
internal import FeatureStoreCore
internal import SwiftProtobuf

extension Feast_Core_Registry {
  /// A project's views that are no plain feature views, in the registry's order, kind by kind.
  func otherViews(project: String) -> [OtherView] {
    var views: [OtherView] = []
    for view in onDemandFeatureViews where view.spec.project == project { views.append(OtherView(view.spec)) }
    for view in streamFeatureViews where view.spec.project == project { views.append(OtherView(view.spec)) }
    for view in labelViews where view.spec.project == project { views.append(OtherView(view.spec)) }
    return views
  }

  /// The kind of the view of this name, unless it is a plain feature view or there is none.
  func otherKind(_ name: String, project: String) -> OtherViewKind? {
    if onDemandFeatureViews.contains(where: { $0.spec.name == name && $0.spec.project == project }) { return .onDemand }
    if streamFeatureViews.contains(where: { $0.spec.name == name && $0.spec.project == project }) { return .stream }
    if labelViews.contains(where: { $0.spec.name == name && $0.spec.project == project }) { return .label }
    return nil
  }
}

extension FeastView {
  /// An on-demand view that keeps its values online, where they are plain; there is no source to read.
  init(onDemand view: Feast_Core_OnDemandFeatureView, path: String) {
    let spec = view.spec
    let limitation = OtherViewKind.onDemand.limitation(of: spec.name)
    self.init(
      name: spec.name, project: spec.project, joinKeys: spec.entityColumns.map(FeastField.init),
      features: spec.features.map(FeastField.init), ttl: nil, isOnline: true, isDisabled: spec.disabled,
      tags: spec.tags, description: spec.description_p, owner: spec.owner,
      state: State(rawValue: view.meta.state.rawValue) ?? .unspecified, materializationIntervals: [],
      source: .failure(FeatureStoreError(.notSupported, limitation, context: .init(view: spec.name, path: path))))
  }
}

extension OtherView {
  fileprivate init(_ spec: Feast_Core_OnDemandFeatureViewSpec) {
    let sources = spec.sources.sorted { $0.key < $1.key }.map { (name: String, source: Feast_Core_OnDemandSource) in
      if case .requestDataSource? = source.source { return "request \(name)" }
      return "view \(name)"
    }
    self.init(
      name: spec.name, project: spec.project, kind: .onDemand, joinKeys: spec.entityColumns.map(FeastField.init),
      features: spec.features.map(FeastField.init), ttl: nil, timestampField: "",
      source: sources.joined(separator: ", "), isOnline: spec.writeToOnlineStore, tags: spec.tags,
      description: spec.description_p, owner: spec.owner)
  }

  fileprivate init(_ spec: Feast_Core_StreamFeatureViewSpec) {
    let sources = (spec.hasStreamSource ? [spec.streamSource] : []) + (spec.hasBatchSource ? [spec.batchSource] : [])
    self.init(
      name: spec.name, project: spec.project, kind: .stream, joinKeys: spec.entityColumns.map(FeastField.init),
      features: spec.features.map(FeastField.init), ttl: Duration(ttl: spec.ttl),
      timestampField: spec.timestampField.isEmpty ? spec.batchSource.timestampField : spec.timestampField,
      source: sources.map(\.phrase).joined(separator: ", "), isOnline: spec.online, tags: spec.tags,
      description: spec.description_p, owner: spec.owner)
  }

  fileprivate init(_ spec: Feast_Core_LabelViewSpec) {
    self.init(
      name: spec.name, project: spec.project, kind: .label, joinKeys: spec.entityColumns.map(FeastField.init),
      features: spec.features.map(FeastField.init), ttl: Duration(ttl: spec.ttl),
      timestampField: spec.source.timestampField, source: spec.hasSource ? spec.source.phrase : "",
      isOnline: spec.online, tags: spec.tags, description: spec.description_p, owner: spec.owner)
  }
}

extension Feast_Core_DataSource {
  /// The source in words: where a file is, else its name and type.
  var phrase: String { type == .batchFile ? "file \(fileOptions.uri)" : "\(name) (\(typeName))" }

  /// The type's name in Feast, such as `STREAM_KAFKA`.
  var typeName: String {
    switch type {
    case .batchFile: "BATCH_FILE"
    case .batchBigquery: "BATCH_BIGQUERY"
    case .streamKafka: "STREAM_KAFKA"
    case .streamKinesis: "STREAM_KINESIS"
    case .batchRedshift: "BATCH_REDSHIFT"
    case .customSource: "CUSTOM_SOURCE"
    case .requestSource: "REQUEST_SOURCE"
    case .batchSnowflake: "BATCH_SNOWFLAKE"
    case .pushSource: "PUSH_SOURCE"
    case .batchTrino: "BATCH_TRINO"
    case .batchSpark: "BATCH_SPARK"
    case .batchAthena: "BATCH_ATHENA"
    case .batchIceberg: "BATCH_ICEBERG"
    case .invalid: "no type"
    case .UNRECOGNIZED(let number): "type \(number)"
    }
  }
}
