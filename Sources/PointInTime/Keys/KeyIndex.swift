package import DataFrames

/// The distinct keys of an entity frame under dense ids, ready for the keys of a history to be looked up.
///
/// See ``KeyIndexBuilder`` for which values are equal and which rows have no key.
package struct KeyIndex: Sendable {
  /// The id of each entity row, from 0 up in order of first appearance; −1 for a row without a key.
  package let rowIDs: [Int32]
  private let builder: KeyIndexBuilder

  /// Indexes the key columns of the entity frame; without columns (a view without entities) all rows have the id 0.
  ///
  /// - Parameters:
  ///   - rowCount: The number of rows of the frame.
  ///   - names: The names of the key columns, for error messages.
  /// - Throws: A ``PointInTimeError`` with code ``PointInTimeError/Code/shape`` if a column has another number of rows,
  ///   or ``PointInTimeError/Code/tooManyRows``.
  /// - Complexity: O(rows) time; memory for the distinct keys and one id a row.
  package init(columns: [Column], rowCount: Int, names: [String] = []) throws(PointInTimeError) {
    var builder = KeyIndexBuilder(types: columns.map(\.type), names: names)
    rowIDs = try builder.insert(columns, rowCount: rowCount)
    self.builder = builder
  }

  /// The number of distinct keys; 1 without key columns.
  package var count: Int { builder.count }

  /// Returns the id of each row of a piece of history; −1 for an unknown key and for a row without one.
  ///
  /// May be called from several threads at once.
  ///
  /// - Throws: A ``PointInTimeError`` with code ``PointInTimeError/Code/incompatibleKeys`` that names both types if a
  ///   column cannot be compared with that of the entity frame.
  /// - Complexity: O(rows).
  package func ids(of columns: [Column], rowCount: Int) throws(PointInTimeError) -> [Int32] {
    try builder.ids(of: columns, rowCount: rowCount)
  }
}
