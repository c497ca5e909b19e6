internal import DataFrames
internal import SwiftProtobuf

extension DefinitionExport {
  mutating func addServices() {
    for spec in registry.featureServices.map(\.spec)
    where spec.project == project && scope.elsewhere.place(.service, spec.name) == nil {
      importViews(of: spec)
      if let obstacle = obstacle(spec) {
        omissions.append("The feature service '\(spec.name)': \(obstacle). \(Self.consequence)")
      } else {
        add(spec)
      }
    }
  }

  /// Makes views that other files define known to a service.
  private mutating func importViews(of spec: Feast_Core_FeatureServiceSpec) {
    for name in spec.features.map(\.featureViewName) where views[name] == nil {
      let view = registry.featureViews.map(\.spec).first { $0.name == name && $0.project == project }
      guard let view, let variable = imported(.view, "view", name) else { continue }
      views[name] = (variable, Set(strings: view.features.map(\.name)))
    }
  }

  /// Why a service cannot be written; nil if it can.
  private func obstacle(_ spec: Feast_Core_FeatureServiceSpec) -> String? {
    for projection in spec.features {
      let name = projection.featureViewName
      guard let view = views[name] else { return "it uses '\(name)', which is not in this file" }
      if projection.hasVersionTag { return "it is bound to version \(projection.versionTag) of '\(name)'" }
      if let gone = projection.featureColumns.first(where: { !view.features.contains($0.name) }) {
        return "it uses the feature '\(name):\(gone.name)', which the view no longer has"
      }
    }
    return nil
  }

  private mutating func add(_ spec: Feast_Core_FeatureServiceSpec) {
    var call = PythonCall("FeatureService")
    call.add("name", PythonLiteral.string(spec.name))
    let projections = spec.features.map { "        \(expression($0)),\n" }
    call.add("features", "[\n\(projections.joined())    ]")
    call.add("tags", dictionary: spec.tags)
    call.add("description", text: spec.description_p)
    call.add("owner", text: spec.owner)
    call.add("precompute_online", spec.precomputeOnline ? "True" : nil)
    _ = define("service", spec.name, call.text)
    if spec.hasLoggingConfig {
      omissions.append("The logging of the feature service '\(spec.name)'; `feast apply` alone leaves it as it is.")
    }
  }

  /// The view, its features, and the names it goes by in the service.
  private func expression(_ projection: Feast_Core_FeatureViewProjection) -> String {
    let features = projection.featureColumns.map { PythonLiteral.string($0.name) }
    var text = "\(views[projection.featureViewName]?.variable ?? "")[\(PythonLiteral.list(features))]"
    if !projection.featureViewNameAlias.isEmpty {
      text += ".with_name(\(PythonLiteral.string(projection.featureViewNameAlias)))"
    }
    if !projection.joinKeyMap.isEmpty {
      text += ".with_join_key_map(\(PythonLiteral.dictionary(projection.joinKeyMap)))"
    }
    return text
  }
}
