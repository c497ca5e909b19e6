extension DataFrame {
  /// The number of nulls in each column, in order; NaN is a value and no null.
  public var nullCounts: [(name: String, count: Int)] {
    zip(columnNames, columns).map { (name: $0, count: $1.nullCount) }
  }

  /// Returns the rows that hold a value in each of the named columns, or in all columns when none are named.
  ///
  /// NaN is a value and stays.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/columnNotFound`` that lists the columns there are.
  /// - Complexity: O(rows × columns); O(columns) when there are no nulls.
  public func dropNulls(in names: [String]? = nil) throws(DataFrameError) -> DataFrame {
    var bitmaps: [Validity] = []
    for name in names ?? columnNames { if let validity = try column(name).validity { bitmaps.append(validity) } }
    guard let first = bitmaps.first else { return self }
    let words = bitmaps.dropFirst().reduce(first.words) { (words: [UInt64], other: Validity) -> [UInt64] in
      zip(words, other.words).map { (left: UInt64, right: UInt64) -> UInt64 in left & right }
    }
    let complete = Validity(words: words, count: rowCount)
    return taking((0..<rowCount).filter { complete[$0] })
  }

  /// Returns the frame with a value in the place of each null of some columns; the columns keep their types.
  ///
  /// ```swift
  /// let filled = try frame.fillNulls(["age": 0, "city": "unknown"])
  /// ```
  ///
  /// NaN is a value and stays. List and binary columns cannot be filled.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/columnNotFound``, or
  ///   ``DataFrameError/Code/typeMismatch`` that names both types if a column cannot hold its value without loss.
  public func fillNulls(_ values: [String: FillValue]) throws(DataFrameError) -> DataFrame {
    var filled: [(name: String, column: Column)] = zip(columnNames, columns).map { (name: $0, column: $1) }
    for (name, value) in values.sorted(by: { $0.key < $1.key }) {
      let type = try column(name).type
      guard let single = value.column(of: type) else {
        throw DataFrameError(
          .typeMismatch, "Column '\(name)' holds \(type); its nulls cannot become \(value.typeName) without loss.")
      }
      for index in filled.indices where filled[index].name == name {
        filled[index].column = try filled[index].column.fillingNulls(with: single)
      }
    }
    return try DataFrame(columns: filled)
  }
}

extension Column {
  /// Puts the value of a column of one row in the place of nulls.
  fileprivate func fillingNulls(with value: Column) throws(DataFrameError) -> Column {
    guard let validity else { return self }
    let values = try Column.concatenating([self, isDictionary ? value.dictionaryEncoded : value])
    return values.taking((0..<count).map { (row: Int) -> Int in validity[row] ? row : count })
  }

  private var isDictionary: Bool {
    if case .dictionary = storage { true } else { false }
  }

  /// Text of one row as a dictionary of one entry.
  private var dictionaryEncoded: Column {
    guard case .string(let text) = storage else { return self }
    return Column(.dictionary(DictionaryText(codes: [0], values: text)))
  }
}
