internal import DataFrames
internal import FeatureStoreCore

/// What changes the values of a view and is not run here: such a view must never be read as a plain one.
extension Feast_Core_FeatureViewSpec {
  /// What makes the view's values, as the end of a sentence about the view; nil when they are its source's own.
  ///
  /// `mode` alone changes nothing: Feast writes it for every `BatchFeatureView`, and runs it only with a transformation.
  var unrunPart: String? {
    if hasFeatureTransformation {
      let code = mode.isEmpty ? "" : " in mode '\(mode)'"
      return "transforms its rows by code\(code) (feature_transformation), which only Python Feast can run"
    }
    if !sourceViews.isEmpty {
      let names = sourceViews.map { "'\($0.name)'" }.joined(separator: ", ")
      return "is derived from other views (source_views: \(names)), which only Python Feast can do"
    }
    return nil
  }
}

extension FeastView {
  /// - Throws: A `FeatureStoreError` with code `notSupported` if the view's values are made by something that is not
  ///   run here.
  func refuseIfUnrun() throws {
    guard let unrunPart else { return }
    throw FeatureStoreError(
      .notSupported,
      "View '\(name)' \(unrunPart). Its source holds other values than the view: write them with Feast into a view of "
        + "their own, or materialize and read this one with Python Feast.",
      context: .init(view: name))
  }
}

extension Feast_Core_Registry {
  /// Refuses a push source that feeds a view of another kind as well: Feast would write that one too.
  func refuseUnrunViews(fedBy source: String, project: String) throws {
    let streams = streamFeatureViews.map(\.spec).filter {
      $0.project == project && $0.hasStreamSource && $0.streamSource.name == source
    }
    let labels = labelViews.map(\.spec).filter { $0.project == project && $0.hasSource && $0.source.name == source }
    guard let name = streams.first?.name ?? labels.first?.name,
      let kind = otherKind(name, project: project)
    else { return }
    throw FeatureStoreError(
      .notSupported,
      "The push source '\(source)' feeds '\(name)' as well, which is \(kind.phrase) and only Python Feast can write. "
        + "Push to the feature views by their own names, or with Python Feast.",
      context: .init(view: name))
  }
}
