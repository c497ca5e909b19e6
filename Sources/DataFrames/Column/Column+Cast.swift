extension Column {
  /// Returns the column as another type, when every value keeps its meaning exactly.
  ///
  /// int32 widens to int64 and float64, int64 to float64 while exact, float32 to float64, float64 to int64 when whole,
  /// dates become midnight UTC, and timestamps change their unit (to a coarser one only without loss) or their zone
  /// (without a zone means UTC), in lists as well. Nothing else is converted.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/typeMismatch`` for other pairs of types, or
  ///   ``DataFrameError/Code/inexact`` that names the first row whose value would change.
  public func cast(to target: ColumnType) throws(DataFrameError) -> Column {
    if type == target { return self }
    switch (storage, target) {
    case (.int32(let values), .int64): return Column(.int64(values.map(Int64.init)), validity: validity)
    case (.int32(let values), .float64): return Column(.float64(values.map(Double.init)), validity: validity)
    case (.int64(let values), .float64):
      return Column(.float64(try exact(values, target) { Double(exactly: $0) }), validity: validity)
    case (.int64(let values), .int32):
      return Column(.int32(try exact(values, target) { Int32(exactly: $0) }), validity: validity)
    case (.float32(let values), .float64): return Column(.float64(values.map(Double.init)), validity: validity)
    case (.float64(let values), .int64):
      return Column(.int64(try exact(values, target) { Int64(exactly: $0) }), validity: validity)
    case (.date(let values), .timestamp(let unit, let utc)):
      let counts = values.map { Int64($0) * 86_400 }
      return Column(.timestamp(try rescaled(counts, 1, unit.perSecond, target), unit, utc: utc), validity: validity)
    case (.timestamp(let counts, let from, _), .timestamp(let unit, let utc)):
      let scaled = try rescaled(counts, from.perSecond, unit.perSecond, target)
      return Column(.timestamp(scaled, unit, utc: utc), validity: validity)
    case (.list(let lists), .list(let element)) where lists.elements.type.isTimestamp && element.isTimestamp:
      let elements = try lists.elements.cast(to: element)
      return Column(.list(ListBuffer(offsets: lists.offsets, elements: elements)), validity: validity)
    default:
      throw DataFrameError(.typeMismatch, "A \(type) column cannot become \(target).")
    }
  }

  /// Converts each value; a null row becomes zero, a value without an exact counterpart is an error.
  private func exact<From, To: Numeric>(
    _ values: [From], _ target: ColumnType, _ convert: (From) -> To?
  ) throws(DataFrameError) -> [To] {
    var result: [To] = []
    result.reserveCapacity(values.count)
    for (row, value) in values.enumerated() {
      if let converted = convert(value) {
        result.append(converted)
      } else if isNull(row) {
        result.append(0)
      } else {
        throw DataFrameError(.inexact, "Row \(row) of a \(type) column has no exact counterpart in \(target).")
      }
    }
    return result
  }

  private func rescaled(
    _ counts: [Int64], _ from: Int64, _ to: Int64, _ target: ColumnType
  ) throws(DataFrameError) -> [Int64] {
    if from == to { return counts }
    return try exact(counts, target) { (count: Int64) -> Int64? in
      if to > from {
        let (product, overflow) = count.multipliedReportingOverflow(by: to / from)
        return overflow ? nil : product
      }
      let (quotient, remainder) = count.quotientAndRemainder(dividingBy: from / to)
      return remainder == 0 ? quotient : nil
    }
  }
}

// MARK: - Nanoseconds

extension Column {
  /// The column with times in nanoseconds as microseconds, when no digit is lost; any other column as it is.
  ///
  /// Times in nanoseconds are what some readers of files refuse. Elements of lists are times as well.
  package var withoutNeedlessNanoseconds: Column {
    switch storage {
    case .timestamp(let counts, .nanoseconds, let utc):
      guard counts.indices.allSatisfy({ counts[$0] % 1_000 == 0 || isNull($0) }) else { return self }
      return Column(.timestamp(counts.map { $0 / 1_000 }, .microseconds, utc: utc), validity: validity)
    case .list(let lists):
      let elements = lists.elements.withoutNeedlessNanoseconds
      if elements.type == lists.elements.type { return self }
      return Column(.list(ListBuffer(offsets: lists.offsets, elements: elements)), validity: validity)
    default: return self
    }
  }
}

extension DataFrame {
  /// The frame with ``Column/withoutNeedlessNanoseconds`` of each column.
  package var withoutNeedlessNanoseconds: DataFrame {
    DataFrame(names: columnNames, columns: columns.map(\.withoutNeedlessNanoseconds), rowCount: rowCount)
  }
}
