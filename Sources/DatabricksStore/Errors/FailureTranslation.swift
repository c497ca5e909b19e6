internal import DataFrames
internal import FeatureStoreCore
internal import HTTP
internal import Parquet

/// Turns what the layers below throw into the one error that callers see, with the thing it is about and a remedy.
struct FailureTranslation: Sendable {
  /// What was being done, such as `registering view 'customers'`.
  let doing: String
  var view: String?
  let host: String

  func run<Result>(_ body: () async throws -> Result) async throws -> Result {
    do {
      return try await body()
    } catch let error as FeatureStoreError {
      throw error
    } catch let error as APIError {
      throw translated(error)
    } catch let error as SQLFailure {
      throw translated(error)
    } catch let error as HTTPError {
      throw translated(error)
    } catch let error as DataFrameError {
      throw FeatureStoreError(.typeMismatch, "\(opening). \(error.message)", context: context(nil), underlying: error)
    } catch let error as ParquetError {
      throw FeatureStoreError(.io, "\(opening). \(error)", context: context(nil), underlying: error)
    }
  }

  private var opening: String { "\(doing.prefix(1).uppercased())\(doing.dropFirst()) failed" }

  private func context(_ requestID: String?) -> FeatureStoreError.Context { .init(view: view, requestID: requestID) }

  private func translated(_ error: APIError) -> FeatureStoreError {
    let (code, remedy) = advice(error)
    let request = error.requestID.map { " Request \($0)." } ?? ""
    return FeatureStoreError(
      code, "\(opening): \("\(error)".asSentence)\(request) \(remedy)", context: context(error.requestID),
      underlying: error)
  }

  private func advice(_ error: APIError) -> (FeatureStoreError.Code, String) {
    switch error {
    case _ where error.isUnauthenticated:
      return (
        .unauthenticated,
        "The credentials are wrong, revoked or expired: make new ones in \(host), and set DATABRICKS_TOKEN, or "
          + "DATABRICKS_CLIENT_ID and DATABRICKS_CLIENT_SECRET."
      )
    case _ where error.isPermissionDenied && error.asked.contains("SQL warehouse"):
      return (.permissionDenied, "Ask for CAN USE on the warehouse, or choose another with DATABRICKS_WAREHOUSE_ID.")
    case _ where error.isPermissionDenied:
      return (.permissionDenied, "Ask the owner of the object for the privilege, such as USE SCHEMA, SELECT or MODIFY.")
    case _ where error.code.hasPrefix("CATALOG_"):
      return (.catalogNotFound, "Set DATABRICKS_CATALOG to a catalog that you may use.")
    case _ where error.code.hasPrefix("SCHEMA_") && error.isMissing:
      return (.schemaNotFound, "Set DATABRICKS_SCHEMA to a schema that you may use.")
    case _ where error.status == 429 || error.code == "RESOURCE_EXHAUSTED" || error.code.contains("QUOTA"):
      return (
        .quotaExceeded,
        "Wait, or ask an administrator to raise the limit; retry_timeout_seconds in the profile says for how long requests "
          + "are tried again."
      )
    case _ where error.isExisting || error.status == 409:
      return (.conflict, "Somebody else changed it at the same time: try again.")
    case _ where error.status >= 500:
      return (.unavailable, "The workspace has a problem: try again later.")
    case _ where error.isForeign: return (.configuration, APIError.hostRemedy)
    case _ where error.isMissing: return (.remote, "Check the name, and whether you may see the object.")
    default: return (.remote, "Check the request against the message.")
    }
  }

  private func translated(_ error: SQLFailure) -> FeatureStoreError {
    let remedy =
      switch error.code {
      case .conflict: "Other writers kept changing the table: try again."
      case .permissionDenied: "Ask the owner of the object for the privilege, such as USE SCHEMA, SELECT or MODIFY."
      case .schemaNotFound: "Set DATABRICKS_SCHEMA to a schema that you may use."
      case .catalogNotFound: "Set DATABRICKS_CATALOG to a catalog that you may use."
      case .quotaExceeded: "Ask for less at a time, or use a larger warehouse."
      default: "The statement stands in the query history of the workspace under this number."
      }
    return FeatureStoreError(
      error.code, "\(opening): \("\(error)".asSentence) \(remedy)", context: context(error.statementID),
      underlying: error)
  }

  private func translated(_ error: HTTPError) -> FeatureStoreError {
    let code: FeatureStoreError.Code =
      switch error.code {
      case .timedOut: .timedOut
      case .file: .io
      case .badRequest: .configuration
      case .badResponse: .remote
      case .cannotConnect, .tls, .connectionLost: .unavailable
      }
    let remedy =
      error.code == .tls
      ? "Set the variable SSL_CERT_FILE to that file, or check DATABRICKS_HOST and the proxy settings."
      : "Check DATABRICKS_HOST, the network and the proxy settings."
    return FeatureStoreError(
      code, "\(opening): \(error.message) \(remedy)", context: context(nil), underlying: error)
  }
}
