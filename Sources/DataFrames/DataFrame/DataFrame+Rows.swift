extension DataFrame {
  /// Returns the rows whose flag is true.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/shape`` if the mask has another length.
  public func filter(_ mask: [Bool]) throws(DataFrameError) -> DataFrame {
    guard mask.count == rowCount else {
      throw DataFrameError(.shape, "The mask has \(mask.count) flags, but the frame has \(rowCount) rows.")
    }
    return taking(rowNumbers(where: mask))
  }

  /// Returns the rows of the given numbers in their order; a negative number gives a row of nulls.
  package func taking(_ rows: [Int]) -> DataFrame {
    DataFrame(names: columnNames, columns: columns.map { $0.taking(rows) }, rowCount: rows.count)
  }

  /// Joins frames of the same columns (matched by name, in the first one's order) end to end.
  ///
  /// - Throws: A ``DataFrameError`` that names the column which is missing or has another type.
  public static func concat(_ frames: [DataFrame]) throws(DataFrameError) -> DataFrame {
    guard let first = frames.first else { return DataFrame(names: [], columns: [], rowCount: 0) }
    var joined: [(name: String, column: Column)] = []
    for name in first.columnNames {
      var parts: [Column] = []
      for frame in frames { parts.append(try frame.column(name)) }
      do {
        joined.append((name, try Column.concatenating(parts)))
      } catch {
        throw DataFrameError(error.code, "Column '\(name)': \(error.message)")
      }
    }
    return try DataFrame(columns: joined)
  }
}
