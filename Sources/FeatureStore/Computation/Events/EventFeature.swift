internal import DataFrames
internal import FeatureStoreCore

/// Computes one feature straight from the events: a passthrough, an aggregation or a window.
struct EventFeature {
  let feature: TemporalFeatureDefinition
  let events: DataFrame
  let timeline: EventTimeline

  /// The value at each moment, in the type that follows from the source.
  ///
  /// - Throws: A ``FeatureStoreError`` that names the feature and the column which is missing or of the wrong type.
  func column() throws -> Column {
    if feature.computationType == .passthrough { return try source().taking(timeline.momentRows) }
    guard let aggregation = feature.aggregation else {
      throw feature.failure("is an aggregation, but has no aggregation function. Choose one, such as sum.")
    }
    if aggregation == .count, feature.sourceColumns.isEmpty {
      var accumulator = CountAccumulator()
      return .int64(timeline.accumulate(&accumulator, windowDays: windowDays, present: nil))
    }
    let values = EventValues(try source())
    switch aggregation {
    case .count: return .int64(run(CountAccumulator(), values))
    case .countDistinct:
      let (ids, count) = try values.distinctIDs(feature.sourceColumns[0])
      return .int64(run(DistinctAccumulator(ids: ids, idCount: count), values))
    case .sum: return try sum(values)
    case .mean: return try mean(values)
    case .std: return .float64(run(DeviationAccumulator(try doubles(values)), values))
    case .min: return try extremum(values, largest: false)
    case .max: return try extremum(values, largest: true)
    case .first: return rows(run(EndAccumulator(takesLatest: false), values), values)
    case .last: return rows(run(EndAccumulator(takesLatest: true), values), values)
    }
  }

  private func source() throws -> Column {
    let isNamed = !feature.sourceColumns.isEmpty || feature.computationType == .passthrough
    guard isNamed, feature.sourceColumns.count <= 1 else {
      let found = isNamed ? "\(feature.sourceColumns.count) source columns" : "no source column"
      throw feature.failure("has \(found). A \(feature.computationType.rawValue) takes exactly one.")
    }
    let name = feature.sourceColumns.first ?? feature.name
    guard events.hasColumn(name) else {
      throw FeatureStoreError(
        .columnNotFound,
        "Feature '\(feature.name)' needs the column '\(name)', which the events do not have."
          + "\(hint(for: name, among: events.columnNames)) Columns there: \(listed(events.columnNames)).",
        context: .init(column: name))
    }
    return try events.column(name)
  }

  private func run<Accumulator: EventAccumulator>(
    _ accumulator: Accumulator, _ values: EventValues
  ) -> [Accumulator.Value?] {
    var accumulator = accumulator
    return timeline.accumulate(&accumulator, windowDays: windowDays, present: values.present)
  }

  /// An aggregation is over all history, whatever length it names.
  private var windowDays: Int? { feature.computationType == .window ? feature.windowDays : nil }

  private func rows(_ rows: [Int?], _ values: EventValues) -> Column { values.column.taking(rows.map { $0 ?? -1 }) }

  private func sum(_ values: EventValues) throws -> Column {
    guard let integers = values.integers else {
      return .float64(run(SumAccumulator(try doubles(values)), values).map { $0?.sum })
    }
    return .int64(
      try run(IntegerSumAccumulator(integers), values).map { (total: (sum: Int128, count: Int)?) -> Int64? in
        guard let sum = total?.sum else { return nil }
        guard let fitting = Int64(exactly: sum) else { throw feature.failure("has a sum beyond 64 bits.") }
        return fitting
      })
  }

  private func mean(_ values: EventValues) throws -> Column {
    if let integers = values.integers {
      return .float64(run(IntegerSumAccumulator(integers), values).map { $0.map { Double($0.sum) / Double($0.count) } })
    }
    return .float64(run(SumAccumulator(try doubles(values)), values).map { $0.map { $0.sum / Double($0.count) } })
  }

  private func extremum(_ values: EventValues, largest: Bool) throws -> Column {
    if let keys = values.integers ?? values.ticks {
      return rows(run(ExtremumAccumulator(keys, takesLargest: largest), values), values)
    }
    return rows(run(ExtremumAccumulator(try doubles(values), takesLargest: largest), values), values)
  }

  private func doubles(_ values: EventValues) throws -> [Double] {
    guard let doubles = values.doubles else {
      let name = feature.sourceColumns.first ?? ""
      throw FeatureStoreError(
        .typeMismatch,
        "Feature '\(feature.name)' cannot take the \(feature.aggregation?.rawValue ?? "value") of column '\(name)': it "
          + "holds \(values.column.type), not numbers.", context: .init(column: name))
    }
    return doubles
  }
}

extension TemporalFeatureDefinition {
  /// An error about this feature; `what` goes on after its name.
  func failure(_ what: String) -> FeatureStoreError {
    FeatureStoreError(.invalidArgument, "Feature '\(name)' \(what)", context: .init(column: name))
  }
}
