/// Texts of Databricks errors that pass by themselves, whatever the status they come with.
enum TransientMessages {
  /// The server says that it did not begin.
  static let refused = [
    "com.databricks.backend.manager.util.UnknownWorkerEnvironmentException",
    "does not have any associated worker environments",
    "There is no worker environment with id",
    "Unknown worker environment",
    "ClusterNotReadyException",
    "RPC token bucket limit has been exceeded",
  ]

  /// The server may have done some or all of it.
  static let uncertain = [
    "Unexpected error",
    "Please try again later or try a faster operation.",
  ]
}
