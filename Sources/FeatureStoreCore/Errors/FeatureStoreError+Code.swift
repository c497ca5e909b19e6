internal import DataFrames

extension FeatureStoreError {
  /// The kind of a failure; new kinds can be added without breaking anyone.
  public struct Code: Hashable, Sendable, CustomStringConvertible {
    private enum Base: String {
      case viewNotFound, serviceNotFound, entityNotFound, projectNotFound, featureNotFound, columnNotFound
      case entityKeyMissing, typeMismatch, emptyFrame
      case invalidArgument, invalidName, invalidReference, duplicateFeature, configuration, credentialsMissing
      case notSupported, corruptData, storeBusy, repositoryNotFound, conflict, io, leakage, versionNotFound
      case unauthenticated, permissionDenied, catalogNotFound, schemaNotFound, quotaExceeded, unavailable, timedOut
      case statementFailed, warehouseNotFound, remote
    }
    private let base: Base
    private init(_ base: Base) { self.base = base }

    public var description: String { base.rawValue }

    /// No feature view has this name.
    public static let viewNotFound = Code(.viewNotFound)
    /// No feature service has this name.
    public static let serviceNotFound = Code(.serviceNotFound)
    /// No entity has this name.
    public static let entityNotFound = Code(.entityNotFound)
    /// No project has this name.
    public static let projectNotFound = Code(.projectNotFound)
    /// The view has no feature of this name.
    public static let featureNotFound = Code(.featureNotFound)
    /// A frame or file lacks a column that is needed.
    public static let columnNotFound = Code(.columnNotFound)
    /// An online request lacks values for an entity key.
    public static let entityKeyMissing = Code(.entityKeyMissing)
    /// A key or column has a type that does not fit its declaration.
    public static let typeMismatch = Code(.typeMismatch)
    /// A frame without rows or columns where some are needed.
    public static let emptyFrame = Code(.emptyFrame)
    /// An argument is outside its range.
    public static let invalidArgument = Code(.invalidArgument)
    /// A name would leave the repository or break a reader.
    public static let invalidName = Code(.invalidName)
    /// A feature reference is not `view:feature`.
    public static let invalidReference = Code(.invalidReference)
    /// Two columns of a result would have one name.
    public static let duplicateFeature = Code(.duplicateFeature)
    /// A configuration file or variable cannot be used.
    public static let configuration = Code(.configuration)
    /// The chosen backend needs credentials that were not found.
    public static let credentialsMissing = Code(.credentialsMissing)
    /// This backend cannot do what was asked; the message says what to use instead.
    public static let notSupported = Code(.notSupported)
    /// A registry, data file or database is damaged or cut short.
    public static let corruptData = Code(.corruptData)
    /// Another process holds a lock longer than we waited.
    public static let storeBusy = Code(.storeBusy)
    /// There is no feature repository where one was expected.
    public static let repositoryNotFound = Code(.repositoryNotFound)
    /// The change contradicts what is already stored.
    public static let conflict = Code(.conflict)
    /// A training frame would know more than was known at its rows' times.
    public static let leakage = Code(.leakage)
    /// A table has no such version, or it was removed since.
    public static let versionNotFound = Code(.versionNotFound)
    /// A server did not accept the credentials: wrong, revoked or expired.
    public static let unauthenticated = Code(.unauthenticated)
    /// The credentials are fine, but do not allow this on this object.
    public static let permissionDenied = Code(.permissionDenied)
    /// There is no catalog of this name, or it cannot be seen.
    public static let catalogNotFound = Code(.catalogNotFound)
    /// There is no schema of this name in the catalog, or it cannot be seen.
    public static let schemaNotFound = Code(.schemaNotFound)
    /// There is no SQL warehouse to run on, or not the one that is configured.
    public static let warehouseNotFound = Code(.warehouseNotFound)
    /// A limit of the server is used up.
    public static let quotaExceeded = Code(.quotaExceeded)
    /// A server could not be reached, or not for as long as we tried.
    public static let unavailable = Code(.unavailable)
    /// Something took longer than we waited.
    public static let timedOut = Code(.timedOut)
    /// The engine refused a statement or failed in it.
    public static let statementFailed = Code(.statementFailed)
    /// A server answered with another error, or with something that is no answer.
    public static let remote = Code(.remote)
    /// The operating system refused to read or write.
    public static let io = Code(.io)

    /// Lets callers write `catch FeatureStoreError.Code.viewNotFound`.
    public static func ~= (code: Code, error: any Error) -> Bool { (error as? FeatureStoreError)?.code == code }
  }
}
