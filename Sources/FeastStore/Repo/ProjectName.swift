internal import DataFrames
internal import FeatureStoreCore

/// What may name a project: Feast's rule, and what its SQLite tables can bear.
enum ProjectName {
  /// - Parameter usesSQLite: Whether the online store is SQLite, whose tables are called after the project.
  /// - Throws: A `FeatureStoreError` with code `invalidName` that says what is wrong.
  static func validate(_ name: String, usesSQLite: Bool) throws {
    let isWord = name.unicodeScalars.allSatisfy {
      $0 == "_" || $0 == "-" || $0.properties.isAlphabetic || $0.properties.numericType != nil
    }
    guard isWord, let first = name.first, first != "_", first != "-" else {
      throw failure(name, "Use letters, digits and underscores, and begin with a letter or digit.")
    }
    if usesSQLite, name.contains("-") {
      throw failure(name, "With an SQLite online store it must not contain '-': use '_' instead.")
    }
  }

  private static func failure(_ name: String, _ remedy: String) -> FeatureStoreError {
    FeatureStoreError(.invalidName, "'\(name)' cannot name a Feast project. \(remedy)")
  }
}
