import DataFrames
import FeatureStore
import Foundation

/// Begins something that takes long, cancels its task after 300 milliseconds, and says how it ended.
///
///     cancel historical FRAME VIEW:FEATURE    the entity rows of a Parquet file
///     cancel register FRAME NAME              the rows of a Parquet file, with the entity key customer_id
///
/// The process goes on until its standard input ends, and tidies up what was left behind.
func cancel(_ verb: String, file: String, name: String) async throws {
  let store = try DatabricksFeatureStoreAdapter()
  let frame = try DataFrame(parquet: file)
  let work = Task {
    switch verb {
    case "historical": _ = try await store.getHistoricalFeatures(entityDF: frame, featureRefs: [name])
    case "register":
      try await store.registerFeatureView(FeatureViewConfig(name: name, entityKeys: ["customer_id"]), frame)
    default: throw Disagreement(description: "'\(verb)' cannot be cancelled here.")
    }
  }
  try await Task.sleep(for: .milliseconds(300))
  let clock = ContinuousClock()
  let start = clock.now
  work.cancel()
  let ending =
    switch await work.result {
    case .success: "it succeeded"
    case .failure(let error): "\(type(of: error))"
    }
  let text = "\(ending) after \(Int(start.duration(to: clock.now) / .milliseconds(1))) ms\n"
  FileHandle.standardOutput.write(Data(text.utf8))
  while readLine() != nil {}
}
