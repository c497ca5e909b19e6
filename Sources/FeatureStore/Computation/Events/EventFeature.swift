internal import DataFrames
internal import FeatureStoreCore

/// Computes one feature straight from the events: a passthrough, an aggregation or a window.
struct EventFeature {
  let feature: TemporalFeatureDefinition
  let events: EventColumns
  let timeline: EventTimeline
  let output: FeatureOutput

  /// The value at each moment, in the type that follows from the source.
  ///
  /// - Throws: A ``FeatureStoreError`` that names the feature and the column which is missing or of the wrong type.
  func column() throws -> Column {
    let aggregation = try Self.checked(feature)
    guard let aggregation else { return try source().taking(timeline.momentRows) }
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
    case .mean:
      return .float64(run(MomentsAccumulator(try exact(values)) { $0.mean(scale: values.scale) }, values))
    case .std:
      let deviations = MomentsAccumulator(try exact(values), withSquares: true) { (moments: ExactMoments) -> Double? in
        moments.deviation(scale: values.scale).flatMap { $0.isNaN ? nil : $0 }
      }
      return .float64(run(deviations, values))
    case .min: return try extremum(values, largest: false)
    case .max: return try extremum(values, largest: true)
    case .first: return rows(run(EndAccumulator(takesLatest: false), values), values)
    case .last: return rows(run(EndAccumulator(takesLatest: true), values), values)
    }
  }

  /// Checks a definition as far as no events are needed; its aggregation, or nil for a passthrough.
  ///
  /// - Throws: A ``FeatureStoreError`` that names the feature and what its definition lacks.
  static func checked(_ feature: TemporalFeatureDefinition) throws -> TemporalAggregation? {
    let isPassthrough = feature.computationType == .passthrough
    if !isPassthrough, feature.aggregation == nil {
      throw feature.failure("is an aggregation, but has no aggregation function. Choose one, such as sum.")
    }
    let fewest = isPassthrough || feature.aggregation == .count ? 0 : 1
    guard (fewest...1).contains(feature.sourceColumns.count) else {
      let found = feature.sourceColumns.isEmpty ? "no source column" : "\(feature.sourceColumns.count) source columns"
      throw feature.failure("has \(found). A \(feature.computationType.rawValue) takes exactly one.")
    }
    return isPassthrough ? nil : feature.aggregation
  }

  private func source() throws -> Column {
    let name = feature.sourceColumns.first ?? feature.name
    guard let column = events.column(name) else {
      throw FeatureStoreError(
        .columnNotFound,
        "Feature '\(feature.name)' needs the column '\(name)', which the events do not have."
          + "\(hint(for: name, among: events.names)) "
          + "Columns there: \(someListed(events.names, count: events.names.count)).", context: .init(column: name))
    }
    return column
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

  /// Integers and decimals are added as what they are, whatever the type of the feature.
  private func sum(_ values: EventValues) throws -> Column {
    let numbers = try exact(values)
    if values.doubles != nil || (output.isFloatingPoint && values.decimals != nil) {
      return .float64(run(MomentsAccumulator(numbers) { $0.total(scale: values.scale) }, values))
    }
    let sums: [Int128??]
    if let integers = values.integers {
      sums = run(IntegerSumAccumulator(integers), values).map { $0.map { Int128?.some($0) } }
    } else {
      sums = run(MomentsAccumulator(numbers) { $0.count == 0 ? nil : Int128??.some($0.integer()) }, values)
    }
    let validity = Validity.bitmap(count: sums.count) { sums[$0] != nil }
    let fitting = try sums.map { (sum: Int128??) -> Int128 in
      guard let sum else { return 0 }
      guard let sum, output.mayHold(sum, scale: values.scale) else {
        throw feature.failure(
          "has a sum beyond its data type \(feature.dataType). Use float64, or decimal (38 digits).")
      }
      return sum
    }
    return Column(.decimal(fitting, precision: 38, scale: values.scale), validity: validity)
  }

  private func extremum(_ values: EventValues, largest: Bool) throws -> Column {
    if let keys = values.integers ?? values.ticks {
      return rows(run(ExtremumAccumulator(keys, takesLargest: largest), values), values)
    }
    if let decimals = values.decimals {
      return rows(run(ExtremumAccumulator(decimals, takesLargest: largest), values), values)
    }
    guard let doubles = values.doubles else { throw noNumbers(values) }
    return rows(run(ExtremumAccumulator(doubles, takesLargest: largest), values), values)
  }

  private func exact(_ values: EventValues) throws -> ExactValues {
    guard let exact = values.exact else { throw noNumbers(values) }
    return exact
  }

  private func noNumbers(_ values: EventValues) -> FeatureStoreError {
    let name = feature.sourceColumns.first ?? ""
    return FeatureStoreError(
      .typeMismatch,
      "Feature '\(feature.name)' cannot take the \(feature.aggregation?.rawValue ?? "value") of column '\(name)': it "
        + "holds \(values.column.type), not numbers.", context: .init(column: name))
  }
}

extension TemporalFeatureDefinition {
  /// An error about this feature; `what` goes on after its name.
  func failure(_ what: String) -> FeatureStoreError {
    FeatureStoreError(.invalidArgument, "Feature '\(name)' \(what)", context: .init(column: name))
  }
}
