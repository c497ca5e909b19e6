internal import DataFrames

/// A kind of view that a registry can hold and that only Python Feast can run.
enum OtherViewKind: String, Sendable, CaseIterable {
  case onDemand = "on-demand feature view"
  case stream = "stream feature view"
  case label = "label view"

  /// The kind with its article, for sentences.
  var phrase: String { self == .onDemand ? "an \(rawValue)" : "a \(rawValue)" }

  /// Why it is not written as a Python definition.
  var exportObstacle: String {
    switch self {
    case .onDemand: "its Python code is not written"
    case .stream: "its stream job is not written"
    case .label: "label views are not written"
    }
  }

  /// Why its features cannot be read here, and what to use instead.
  func limitation(of view: String) -> String {
    switch self {
    case .onDemand:
      "'\(view)' is \(phrase): its values are computed by Python code, which only Python Feast can run. "
        + "Use one of its source feature views."
    case .stream:
      "'\(view)' is \(phrase): it is fed and transformed by a stream job, which only Python Feast can run. "
        + "Use a feature view on its batch source."
    case .label:
      "'\(view)' is \(phrase), which only Python Feast can serve. Use a feature view with the same columns."
    }
  }
}

/// A view of another kind, as far as it can be described without running it.
struct OtherView: Sendable {
  let name: String
  let project: String
  let kind: OtherViewKind
  let joinKeys: [FeastField]
  let features: [FeastField]
  let ttl: Duration?
  let timestampField: String
  /// Its sources in words, such as `stream clicks (STREAM_KAFKA), file data/clicks.parquet`.
  let source: String
  let isOnline: Bool
  let tags: [String: String]
  let description: String
  let owner: String

  /// Why the view cannot be read, as a sentence.
  var limitation: String {
    guard kind == .onDemand, isOnline else { return kind.limitation(of: name) }
    return "'\(name)' is \(kind.phrase) that keeps its values online: those can be read. Training rows of it, and new "
      + "values, only Python Feast can compute."
  }
}
