/// What went wrong in a feature store, to which named thing, and what to do about it.
///
/// ```swift
/// do {
///   try await store.materialize(featureViews: ["customr"], startDate: "2024-01-01", endDate: "2024-12-31")
/// } catch FeatureStoreError.Code.viewNotFound {
///   …
/// }
/// ```
public struct FeatureStoreError: Error, Sendable, CustomStringConvertible, CustomDebugStringConvertible {
  public let code: Code
  /// What happened and what to do; holds no row value and no secret, so it is safe to log.
  public let message: String
  public let context: Context
  /// The error of a lower layer that led to this one.
  public let underlying: (any Error)?

  public init(_ code: Code, _ message: String, context: Context = Context(), underlying: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.context = context
    self.underlying = underlying
  }

  public var description: String { message }

  public var debugDescription: String {
    let cause = underlying.map { " Cause: \(String(reflecting: $0))" } ?? ""
    return "\(code): \(message) [\(context)]\(cause)"
  }

  /// The things an error is about, as far as they are known.
  public struct Context: Hashable, Sendable, CustomStringConvertible {
    public let view: String?
    public let column: String?
    public let path: String?
    /// The number under which a server knows the request.
    public let requestID: String?

    public init(view: String? = nil, column: String? = nil, path: String? = nil, requestID: String? = nil) {
      self.view = view
      self.column = column
      self.path = path
      self.requestID = requestID
    }

    public var description: String {
      let parts = [
        view.map { "view \($0)" }, column.map { "column \($0)" }, path.map { "path \($0)" },
        requestID.map { "request \($0)" },
      ]
      return parts.compactMap { $0 }.joined(separator: ", ")
    }
  }
}
