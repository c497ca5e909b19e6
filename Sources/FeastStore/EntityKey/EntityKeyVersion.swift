/// How entity keys are written to bytes: `entity_key_serialization_version` of a repository.
///
/// Not recorded in the data: keys written with one version are not found with the other.
enum EntityKeyVersion: Int, Sendable, Hashable {
  case v2 = 2
  case v3 = 3
}
