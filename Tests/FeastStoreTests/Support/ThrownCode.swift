import FeatureStoreCore
import Testing

/// The code of the feature store error that `body` throws; records an issue and gives nil when it throws none.
func thrownCode(
  sourceLocation: SourceLocation = #_sourceLocation, _ body: () throws -> some Any
) -> FeatureStoreError.Code? {
  let error = #expect(throws: FeatureStoreError.self, sourceLocation: sourceLocation) { _ = try body() }
  return error?.code
}
