internal import FeatureStoreCore

/// What one check of a repository found.
struct CheckFinding {
  var status = StoreCheck.Status.fine
  var text: String

  /// A finding that says what is fine, or all that is not.
  init(fine: String, failures: [String] = [], warnings: [String] = []) {
    status = !failures.isEmpty ? .failed : warnings.isEmpty ? .fine : .warning
    let problems = failures + warnings
    text = problems.isEmpty ? fine : problems.joined(separator: " ")
  }
}
