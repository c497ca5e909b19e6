internal import DataFrames
internal import FeatureStoreCore

/// What a view declares of one column and what its file has, and how new values fit both.
///
/// The declaration never changes by data. It can differ from the file's type when it was made in Python; a value then has
/// to fit both, as Feast reads the file's type offline and writes the declared one online.
struct ColumnAgreement {
  let view: String
  let column: String
  /// nil: the column is not declared yet, or is no key and no feature.
  let declared: FeastType?
  /// The type in the file that the new rows join; nil when there is none.
  let stored: ColumnType?
  /// Whether the stored values are nulls alone, from whose column the declared type was taken.
  let isUntyped: Bool
  /// Whether the file keeps its types whatever comes: it was made by somebody else.
  let keepsFile: Bool
  /// Whether the declared type stays: a registration in mode overwrite may declare another.
  let keepsDeclaration: Bool

  struct Outcome {
    let values: Column
    let declared: FeastType
  }

  /// The new values in the type of the next file, and the type that is declared from now on.
  ///
  /// - Throws: A `FeatureStoreError` with code `conflict` that names the column, both types and the first bad row, or
  ///   `notSupported` for values that Feast has no type for.
  func outcome(_ new: Column) throws -> Outcome {
    let outcome = try stored.map { try joined(new, $0) } ?? fresh(new)
    guard outcome.declared != .invalid || declared == .invalid else {
      throw FeatureStoreError(
        .notSupported,
        "Column '\(column)' of view '\(view)' holds \(new.type), for which Feast has no type. Convert it, such as to "
          + "list<float64> or string, or leave it out.",
        context: .init(view: view, column: column))
    }
    return outcome
  }

  /// Values that join others in a file.
  private func joined(_ new: Column, _ stored: ColumnType) throws -> Outcome {
    let kept = declared ?? FeastType(stored)
    let isFilesType = declared.map { $0 == .invalid || $0 == FeastType(stored) } ?? true
    if let fitted = try? new.fitting(stored) {
      if !isFilesType, keepsDeclaration { try requireDeclared(new) }
      return Outcome(values: fitted, declared: kept)
    }
    if !keepsDeclaration { return Outcome(values: new, declared: FeastType(new.type)) }
    if !isFilesType { return try converted(new, stored, kept) }
    guard !keepsFile, KeptType.of(stored: stored, new: new, isUntyped: isUntyped) != nil else {
      throw misfit(new, stored)
    }
    return Outcome(values: new, declared: isUntyped ? FeastType(new.type) : kept)
  }

  /// Values that only the declared type takes: the file follows the declaration, or takes what means the same.
  private func converted(_ new: Column, _ stored: ColumnType, _ declared: FeastType) throws -> Outcome {
    try requireDeclared(new)
    if !keepsFile, let wanted = declared.columnType, (try? Column.nulls(stored, count: 1).cast(to: wanted)) != nil,
      let values = try? ValueConversion.exact(new, to: declared, named: column)
    {
      return Outcome(values: values, declared: declared)
    }
    guard let values = try? ValueConversion.exact(new, to: FeastType(stored), named: column),
      let fitted = try? values.fitting(stored),
      // `007` would come back as 7.
      declared.columnType == nil || (try? ValueConversion.exact(fitted, to: declared, named: column)) == requested(new)
    else { throw misfit(new, stored) }
    return Outcome(values: fitted, declared: declared)
  }

  /// The new values as the declaration has them; nil when they do not fit it.
  private func requested(_ new: Column) -> Column? {
    declared.flatMap { try? ValueConversion.exact(new, to: $0, named: column) }
  }

  /// Values that begin a file.
  private func fresh(_ new: Column) throws -> Outcome {
    let natural = FeastType(new.type)
    guard let declared, declared != .invalid, natural != declared, let wanted = declared.columnType else {
      return Outcome(values: new, declared: declared == .invalid ? .invalid : natural)
    }
    if let fitted = try? new.fitting(wanted) { return Outcome(values: fitted, declared: declared) }
    if keepsDeclaration { throw misfit(new, wanted) }
    return Outcome(values: new, declared: natural)
  }

  private func requireDeclared(_ new: Column) throws {
    guard let declared, declared.columnType != nil else { return }
    do {
      _ = try ValueConversion.exact(new, to: declared, named: column)
    } catch {
      throw misfit(new, nil)
    }
  }

  /// - Parameter stored: The type that refused the values; nil: the declared one.
  private func misfit(_ new: Column, _ stored: ColumnType?) -> FeatureStoreError {
    let words = [declared.map(\.description), stored.map { "stored as \($0)" }].compactMap { $0 }
    var reason = ""
    do {
      if let wanted = stored ?? declared?.columnType { _ = try new.fitting(wanted) }
    } catch {
      reason = error.code == .inexact ? error.message : ""
    }
    return .misfit(column, view: view, declared: words.joined(separator: ", "), new: new.type, reason: reason)
  }
}
