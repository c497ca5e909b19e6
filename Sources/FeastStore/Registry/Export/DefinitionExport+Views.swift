internal import DataFrames
internal import SwiftProtobuf

extension DefinitionExport {
  mutating func addViews() {
    for spec in registry.featureViews.map(\.spec) where spec.project == project && scope.includes(view: spec.name) {
      if let obstacle = obstacle(spec) {
        omissions.append("The feature view '\(spec.name)': \(obstacle). \(Self.consequence)")
      } else {
        add(spec)
      }
    }
  }

  /// Why a view cannot be written; nil if it can.
  private func obstacle(_ spec: Feast_Core_FeatureViewSpec) -> String? {
    if spec.hasFeatureTransformation || !spec.mode.isEmpty { return "it transforms its rows by code" }
    if !spec.sourceViews.isEmpty { return "it is derived from other views" }
    if let source = sources(of: spec).first(where: {
      scope.elsewhere.place(.source, $0.name)?.isOutOfReach(scope) ?? false
    }) {
      return "its source '\(source.name)' is defined in another file, without a variable that can be imported"
    }
    for source in spec.hasBatchSource ? [spec.batchSource] : [] where source.type != .batchFile {
      return "its source is of type \(source.typeName)"
    }
    if spec.hasStreamSource, spec.streamSource.type != .pushSource {
      return "its stream source is of type \(spec.streamSource.typeName)"
    }
    if let column = (spec.entityColumns + spec.features).first(where: { $0.dtype == nil }) {
      return "the type of its column '\(column.name)' has parts of its own"
    }
    let unknown = spec.entities.first { $0 != FeastView.dummyEntity && entities[$0] == nil }
    return unknown.map { "it names the entity '\($0)', which the project lacks" }
  }

  private func sources(of spec: Feast_Core_FeatureViewSpec) -> [Feast_Core_DataSource] {
    if spec.hasStreamSource { return [spec.streamSource] }
    return spec.hasBatchSource ? [spec.batchSource] : []
  }

  private mutating func add(_ spec: Feast_Core_FeatureViewSpec) {
    var call = PythonCall("FeatureView")
    call.add("name", PythonLiteral.string(spec.name))
    let keys = spec.entities.compactMap { entities[$0] }
    call.add("entities", keys.isEmpty ? nil : PythonLiteral.list(keys))
    call.add("ttl", PythonLiteral.timedelta(Duration(ttl: spec.ttl) ?? .zero))
    call.add("schema", schema(spec))
    call.add("source", sourceVariable(spec))
    call.add("online", PythonLiteral.bool(spec.online))
    call.add("offline", spec.offline ? "True" : nil)
    call.add("enable_validation", spec.enableValidation ? "True" : nil)
    call.add("enabled", spec.disabled ? "False" : nil)
    call.add("version", text: spec.version == "latest" ? "" : spec.version)
    call.add("description", text: spec.description_p)
    call.add("tags", dictionary: spec.tags)
    call.add("owner", text: spec.owner)
    call.add("org", text: spec.org)
    views[spec.name] = (define("view", spec.name, call.text), Set<ByteKey>(strings: spec.features.map(\.name)))
  }

  private func schema(_ spec: Feast_Core_FeatureViewSpec) -> String {
    let columns = spec.entityColumns.filter { $0.name != FeastView.dummyKey } + spec.features
    return "[\n" + columns.map { "        \($0.field),\n" }.joined() + "    ]"
  }

  private mutating func sourceVariable(_ spec: Feast_Core_FeatureViewSpec) -> String? {
    guard spec.hasBatchSource else { return nil }
    if spec.hasStreamSource, scope.elsewhere.place(.source, spec.streamSource.name) != nil {
      return variable(for: spec.streamSource, of: spec.name)
    }
    let batch = variable(for: spec.batchSource, of: spec.name)
    return spec.hasStreamSource ? variable(for: spec.streamSource, of: spec.name) : batch
  }
}

extension PythonDefinitions.Place {
  /// Whether the thing cannot be imported.
  fileprivate func isOutOfReach(_ scope: DefinitionScope) -> Bool { variable == nil || scope.module(file) == nil }
}

extension Feast_Core_FeatureSpecV2 {
  /// The column's type as Python has it; nil for a type that is described in tags of Feast's own.
  fileprivate var dtype: String? { FeastType(rawValue: valueType.rawValue).pythonType }

  /// The column as a `Field`.
  fileprivate var field: String {
    var call = PythonCall("Field")
    call.add("name", PythonLiteral.string(name))
    call.add("dtype", dtype)
    call.add("description", text: description_p)
    call.add("tags", dictionary: tags)
    call.add("vector_index", vectorIndex ? "True" : nil)
    call.add("vector_length", vectorLength == 0 ? nil : "\(vectorLength)")
    call.add("vector_search_metric", text: vectorSearchMetric)
    return call.inline
  }
}
