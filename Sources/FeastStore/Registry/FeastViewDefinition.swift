/// What is registered: a feature view with its types known and its source named.
struct FeastViewDefinition: Sendable {
  var project: String
  var name: String
  /// Empty for a view that has one row for everybody.
  var joinKeys: [FeastField]
  var features: [FeastField]
  /// nil: no limit.
  var ttl: Duration?
  var tags: [String: String] = [:]
  var description = ""
  var owner = ""
  /// As the registry shall have it: relative to the repository; nil: the view's source stays.
  var sourcePath: String?
  var timestampField: String
  var createdColumn: String?
}
