internal import DataFrames
internal import FeatureStoreCore

/// One computation: it goes on after a feature that fails, so that everything that is wrong is found at once.
///
/// Without events it does the same on no rows, and finds what the definitions alone tell.
struct ComputationRun {
  private(set) var faults: [FeatureFault] = []

  private let computation: FeatureComputation
  private let events: EventColumns
  private let plan: ComputationPlan
  /// nil: there are no events, or none that could be grouped.
  private var timeline: EventTimeline?
  private var columns: [ExactName: Column] = [:]

  init(_ computation: FeatureComputation, _ events: EventColumns, _ computes: ComputedColumns) {
    self.computation = computation
    self.events = events
    plan = ComputationPlan(computation.features, events: events, computes: computes)
  }

  mutating func compute(cutoff: Timestamp?) {
    checkNames()
    faults += plan.faults
    do {
      timeline = try grouped(cutoff)
    } catch {
      faults.append(FeatureFault(error))
    }
    for step in plan.steps where hasOperands(step) {
      do {
        columns[ExactName(step.feature.name)] = try column(step)
      } catch {
        faults.append(FeatureFault(error, of: step.feature))
      }
    }
  }

  /// What was computed; call it when there are no faults.
  func result() throws -> ComputedFeatures {
    let rows = timeline?.momentRows ?? []
    var all: [(name: String, column: Column)] = []
    for name in [computation.entityKey, computation.timestampColumn] {
      if let column = events.column(name) { all.append((name, column.taking(rows))) }
    }
    var copies: Set<ExactName> = []
    for step in plan.steps { if case .copy = step.source { copies.insert(ExactName(step.feature.name)) } }
    var (copied, computed): ([String], [String]) = ([], [])
    for feature in computation.features {
      guard let column = columns[ExactName(feature.name)] else { continue }
      all.append((feature.name, column))
      if copies.contains(ExactName(feature.name)) { copied.append(feature.name) } else { computed.append(feature.name) }
    }
    return ComputedFeatures(
      frame: try DataFrame(columns: all), rowsWithoutKeyOrTime: timeline?.rowsWithoutKeyOrTime ?? 0,
      rowsAfterCutoff: timeline?.rowsAfterCutoff ?? 0, copied: copied, computed: computed, omitted: plan.omitted)
  }

  private mutating func checkNames() {
    let both = [computation.entityKey, computation.timestampColumn].map(ExactName.init)
    for feature in computation.features where both.contains(ExactName(feature.name)) {
      let error = feature.failure("is named like the column of keys or times. Name it otherwise.")
      faults.append(FeatureFault(error, of: feature))
    }
    if !plan.omitted.isEmpty, plan.omitted.count == computation.features.count {
      let error = FeatureStoreError(
        .columnNotFound,
        "The frame has none of the \(plan.omitted.count) features, and with computes none no others are made. "
          + "Choose computes missing. Columns there: \(someListed(events.names, count: events.names.count)).")
      faults.append(FeatureFault(error))
    }
  }

  private func grouped(_ cutoff: Timestamp?) throws -> EventTimeline? {
    guard let frame = events.frame else { return nil }
    for name in [computation.entityKey, computation.timestampColumn] where !events.has(name) {
      throw FeatureStoreError(
        .columnNotFound,
        "The events have no column '\(name)'. Columns there: "
          + "\(someListed(events.names, count: events.names.count)).", context: .init(column: name))
    }
    return try EventTimeline(
      frame, entityKey: computation.entityKey, timestampColumn: computation.timestampColumn, cutoff: cutoff)
  }

  /// Whether what a feature is made from is there; when it failed itself, that is said once.
  private func hasOperands(_ step: ComputationPlan.Step) -> Bool {
    guard case .formula(let formula) = step.source else { return true }
    return formula.names.allSatisfy { (name: String, _: Int) -> Bool in
      columns[ExactName(name)] != nil || plan.isColumn(name, of: step.feature) || !plan.isFeature(name)
    }
  }

  private func column(_ step: ComputationPlan.Step) throws -> Column {
    let output = try FeatureOutput(step.feature)
    switch step.source {
    case .formula(let formula):
      let values = try values(formula, step.feature)
      if let timeline {
        return try output.column(values.column(count: timeline.momentRows.count), isDays: values.isDays)
      }
      if let type = values.knownType { try output.check(type) }
    case .copy:
      if let timeline, let column = events.column(step.feature.name) {
        return try output.column(column.taking(timeline.momentRows))
      }
    case .events:
      if let timeline {
        let feature = EventFeature(feature: step.feature, events: events, timeline: timeline, output: output)
        return try output.column(try feature.column())
      }
      _ = try EventFeature.checked(step.feature)
    }
    return .nulls(output.type, count: 0)
  }

  private func values(_ formula: FeatureFormula, _ feature: TemporalFeatureDefinition) throws -> FormulaVector {
    let evaluator = FormulaEvaluator(formula: formula.text, count: timeline?.momentRows.count ?? 0) { name in
      guard plan.isColumn(name.name, of: feature) else { return columns[name] }
      guard let timeline else { return nil }
      return events.column(name.name)?.taking(timeline.momentRows)
    }
    return try evaluator.evaluate(formula.steps)
  }
}
