internal import DataFrames

extension OnlineFeatures {
  /// Decodes the answer into one value for each entity; its properties have the names of the columns.
  ///
  /// ```swift
  /// struct Customer: Decodable { let customer_id: Int; let age: Int?; let balance: Double? }
  /// let customers = try online.rows(as: Customer.self)
  /// ```
  ///
  /// The rules are those of `DataFrame.rows(as:)`: no value is changed on the way. What was not found, is too old or is
  /// null needs an optional; ``Feature/statuses`` tells these apart.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/featureNotFound`` if a property has no column,
  ///   or ``FeatureStoreError/Code/typeMismatch`` that names the column, the row and both types; or what the initializer
  ///   of `Row` throws.
  public func rows<Row: Decodable>(as type: Row.Type) throws -> [Row] {
    do {
      return try toFrame().rows(as: type)
    } catch let error as DataFrameError {
      throw FeatureStoreError(
        error.code == .columnNotFound ? .featureNotFound : .typeMismatch, error.message, underlying: error)
    }
  }
}
