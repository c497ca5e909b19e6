package import DataFrames

/// Dense ids for the distinct keys of a stream of rows, where a key has zero, one or several columns.
///
/// Integers, whole floats and bools are equal when their numbers are; dates and timestamps when they are the same
/// instant (without a zone means UTC); texts and binaries when their bytes are. A row with a null in any part of its
/// key has no key and gets −1; so has a float that is NaN or not whole. Without key columns all rows share the id 0.
package struct KeyIndexBuilder: Sendable {
  private let names: [String]
  private var parts: [KeyTable]
  /// Table `i` numbers the distinct pairs of the ids of parts `0...i` together and the id of part `i + 1`.
  private var pairs: [IntegerTable]

  /// Creates an empty index.
  ///
  /// - Parameters:
  ///   - types: The types of the key columns. Where columns of several units will come, give the finest.
  ///   - names: The names of the key columns, for error messages.
  package init(types: [ColumnType], names: [String] = []) {
    self.names = names
    self.parts = types.map { KeyTable($0) }
    self.pairs = [IntegerTable](repeating: IntegerTable(), count: max(0, types.count - 1))
  }

  /// The number of distinct keys.
  package var count: Int { pairs.last?.count ?? parts.first?.count ?? 1 }

  /// Returns the id of each row, inserting the keys that are new; −1 for a row without a key.
  ///
  /// - Parameter rowCount: The number of rows; every column has as many.
  /// - Throws: A ``PointInTimeError`` if a column cannot be compared with those before it.
  /// - Complexity: O(rows), amortized.
  package mutating func insert(_ columns: [Column], rowCount: Int) throws(PointInTimeError) -> [Int32] {
    try check(columns, rowCount)
    guard rowCount <= Int(Int32.max) - (parts.map(\.count).max() ?? 0) else {
      throw PointInTimeError(.tooManyRows, "More than \(Int32.max) rows and distinct keys cannot be indexed at once.")
    }
    var ids = [Int32](repeating: 0, count: rowCount)
    for (index, column) in columns.enumerated() {
      guard let next = parts[index].insert(column) else { throw inexact(column, index) }
      ids = index == 0 ? next : pairs[index - 1].insert(IntegerKeys(pairing: ids, next))
    }
    return ids
  }

  /// Returns the id of each row; −1 for an unknown key and for a row without one.
  ///
  /// May be called from several threads at once.
  ///
  /// - Parameter rowCount: The number of rows; every column has as many.
  /// - Throws: A ``PointInTimeError`` if a column cannot be compared with the indexed ones.
  /// - Complexity: O(rows).
  package func ids(of columns: [Column], rowCount: Int) throws(PointInTimeError) -> [Int32] {
    try check(columns, rowCount)
    var ids = [Int32](repeating: 0, count: rowCount)
    for (index, column) in columns.enumerated() {
      let next = parts[index].ids(of: column)
      ids = index == 0 ? next : pairs[index - 1].ids(of: IntegerKeys(pairing: ids, next))
    }
    return ids
  }

  /// Inserts all keys of an index over columns of the same types; returns, for each of its ids, the id here.
  ///
  /// - Complexity: O(keys of the other index).
  package mutating func absorb(_ other: KeyIndexBuilder) -> [Int32] {
    precondition(parts.map(\.type) == other.parts.map(\.type), "indexes over different types cannot be merged")
    var ids: [Int32] = parts.isEmpty ? [0] : parts[0].absorb(other.parts[0])
    for index in pairs.indices {
      let next = parts[index + 1].absorb(other.parts[index + 1])
      let moved = other.pairs[index].keysByID.map { (pair: Int64) -> Int64 in
        let (left, right) = IntegerKeys.parts(pair)
        return IntegerKeys.pair(ids[Int(left)], next[Int(right)])
      }
      ids = pairs[index].insert(IntegerKeys(moved, nil))
    }
    return ids
  }
}

extension KeyIndexBuilder {
  private func check(_ columns: [Column], _ rowCount: Int) throws(PointInTimeError) {
    guard columns.count == parts.count else {
      throw PointInTimeError(.shape, "The key has \(parts.count) columns, but \(columns.count) were given.")
    }
    for (index, column) in columns.enumerated() {
      guard column.count == rowCount else {
        throw PointInTimeError(
          .shape, "\(title(index)) has \(column.count) rows, but \(rowCount) were expected.", column: name(index))
      }
      guard parts[index].form.isComparable(with: KeyForm(column.type)) else {
        throw PointInTimeError(
          .incompatibleKeys,
          "\(title(index)) is \(parts[index].type) on one side and \(column.type) on the other. Cast one of them.",
          column: name(index))
      }
    }
  }

  private func inexact(_ column: Column, _ index: Int) -> PointInTimeError {
    PointInTimeError(
      .inexactKey,
      "\(title(index)) is \(parts[index].type), which cannot count every \(column.type) that follows exactly. "
        + "Cast both to one unit.",
      column: name(index))
  }

  private func name(_ index: Int) -> String? { index < names.count ? names[index] : nil }

  private func title(_ index: Int) -> String { name(index).map { "Key column '\($0)'" } ?? "Key column \(index + 1)" }
}
