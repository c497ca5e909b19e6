internal import DataFrames
internal import FeatureStoreCore
internal import SwiftProtobuf

extension Feast_Core_Registry {
  /// Cuts a view's materialized windows at a time, so that the next incremental materialization begins there.
  ///
  /// Feast 0.67 takes the latest end of all windows and reads nothing else from them. A time before all windows cuts them
  /// at the earliest start: what was never in a window is not brought into one.
  mutating func beginAnew(_ name: String, project: String, from time: Timestamp) {
    guard let index = viewIndex(name, project: project) else { return }
    let intervals = featureViews[index].meta.materializationIntervals
    guard let first = intervals.map({ Timestamp($0.startTime) }).min() else { return }
    let cut = max(time, first)
    featureViews[index].meta.materializationIntervals = intervals.compactMap { (interval) in
      guard Timestamp(interval.endTime) > cut else { return interval }
      guard Timestamp(interval.startTime) <= cut else { return nil }
      var shorter = interval
      shorter.endTime = .init(cut)
      return shorter
    }
  }

  /// The file that a view reads now.
  func sourceURI(of view: FeastView) -> String? {
    viewIndex(view.name, project: view.project).map { featureViews[$0].spec.batchSource.fileOptions.uri }
  }
}
