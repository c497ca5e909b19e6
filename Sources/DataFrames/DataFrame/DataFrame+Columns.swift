extension DataFrame {
  /// Returns the named columns, in the order given.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/columnNotFound`` that lists the columns there are.
  public func select(_ names: [String]) throws(DataFrameError) -> DataFrame {
    var picked: [(name: String, column: Column)] = []
    for name in names { picked.append((name, try column(name))) }
    return try DataFrame(columns: picked)
  }

  /// Returns the frame without the named columns.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/columnNotFound`` if one of them is not there.
  public func drop(_ names: [String]) throws(DataFrameError) -> DataFrame {
    for name in names { _ = try column(name) }
    return try select(columnNames.filter { !names.contains($0) })
  }

  /// Returns the frame with a column added at the end, or replaced where it stood.
  public func adding(_ name: String, _ column: Column) throws(DataFrameError) -> DataFrame {
    var all = zip(columnNames, columns).map { (name: $0, column: $1) }
    if let index = columnNames.firstIndex(of: name) {
      all[index].column = column
    } else {
      all.append((name, column))
    }
    return try DataFrame(columns: all)
  }
  /// Returns the frame with other names for some columns: old name → new name. Two columns can swap their names.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/columnNotFound`` if there is no column of an old name,
  ///   or ``DataFrameError/Code/shape`` if two columns would then have one name.
  public func rename(_ names: [String: String]) throws(DataFrameError) -> DataFrame {
    for name in names.keys.sorted() { _ = try column(name) }
    let new = [ByteKey: String](firstOf: names.map { ($0.key, $0.value) })
    return try DataFrame(columns: zip(columnNames, columns).map { (name: new[$0] ?? $0, column: $1) })
  }

  /// Returns the frame with the named columns first, in the order given, and all others behind them as they stood.
  ///
  /// - Throws: A ``DataFrameError`` if one of them is not there or named twice.
  public func reordered(_ names: [String]) throws(DataFrameError) -> DataFrame {
    try select(names + columnNames.filter { !names.contains($0) })
  }
}
