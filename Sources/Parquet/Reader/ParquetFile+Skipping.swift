public import DataFrames

extension ParquetFile {
  /// Returns the numbers of the row groups that may hold a value of a range, by what the writer says about each.
  ///
  /// ```swift
  /// let groups = try file.rowGroups(where: "customer_id", in: 1_000...2_000)
  /// let rows = try file.read(rowGroups: groups)      // other customers are among them
  /// ```
  ///
  /// A row group without trustworthy bounds is among them; one of nothing but nulls is not.
  ///
  /// - Parameters:
  ///   - column: An integer column, a date column (days since 1970-01-01) or a timestamp column (its own unit).
  ///   - range: The values, both ends included.
  /// - Throws: A ``ParquetError`` with code ``ParquetError/Code/columnNotFound``, or
  ///   ``ParquetError/Code/invalidInput`` for a column of another type.
  /// - Complexity: O(row groups), without reading from the file.
  public func rowGroups(where column: String, in range: ClosedRange<Int64>) throws -> [Int] {
    switch try type(of: column) {
    case .int32, .int64, .date, .timestamp: return groups(column, range)
    case let type:
      throw ParquetError(
        .invalidInput, "Row groups are chosen by integer, date and timestamp columns, not by \(type)."
      ).at(path: path, column: column)
    }
  }

  /// The same for a timestamp column and instants; a time without a zone is UTC.
  public func rowGroups(where column: String, in range: ClosedRange<Timestamp>) throws -> [Int] {
    guard case .timestamp(let unit, _) = try type(of: column) else {
      throw ParquetError(.invalidInput, "It holds no timestamps.").at(path: path, column: column)
    }
    return groups(column, range.lowerBound.count(in: unit)...range.upperBound.count(in: unit))
  }

  private func type(of name: String) throws(ParquetError) -> ColumnType {
    guard let field = field(name) else {
      throw ParquetError(.columnNotFound, "No such column. Columns here: \(listed(columnNames)).")
        .at(path: path, column: name)
    }
    guard let type = field.type else {
      throw ParquetError(.unsupported, "It uses \(field.unsupportedFeature ?? "another format").")
        .at(path: path, column: name)
    }
    return type
  }

  private func groups(_ column: String, _ range: ClosedRange<Int64>) -> [Int] {
    let groups = rowGroups
    return groups.indices.filter { (index: Int) -> Bool in
      guard let statistics = groups[index].statistics(for: column) else { return true }
      if statistics.nullCount == groups[index].rowCount { return false }
      let minimum = statistics.minimum ?? .min
      let maximum = statistics.maximum ?? .max
      return minimum <= range.upperBound && maximum >= range.lowerBound
    }
  }
}
