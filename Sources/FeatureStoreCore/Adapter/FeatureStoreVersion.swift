/// The version of this package: what `featurestore --version` prints and what servers are told.
package enum FeatureStoreVersion {
  package static let current = "0.1.0"
}
