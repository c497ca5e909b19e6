internal import DataFrames
internal import FeatureStoreCore

/// The features in an order in which each comes after those that it is made from, and what is wrong with the others.
struct ComputationPlan {
  struct Step {
    let feature: TemporalFeatureDefinition
    let source: Source
  }

  enum Source {
    /// The finished column of the feature's name.
    case copy
    /// Straight from events.
    case events
    case formula(FeatureFormula)
  }

  private(set) var steps: [Step] = []
  private(set) var faults: [FeatureFault] = []
  /// Features that the frame does not have and that are not to be computed.
  private(set) var omitted: [String] = []

  private let features: [ExactName: TemporalFeatureDefinition]
  private let events: EventColumns
  private let computes: ComputedColumns
  private var states: [ExactName: State] = [:]
  private var open: [OpenFeature] = []

  private enum State { case open, done, faulty }

  /// A feature whose operands are being looked at.
  private struct OpenFeature {
    let step: Step
    let names: [(name: String, position: Int)]
    var next = 0
    var isFaulty = false
  }

  init(_ features: [TemporalFeatureDefinition], events: EventColumns, computes: ComputedColumns) {
    self.features = Dictionary(features.map { (ExactName($0.name), $0) }) { (first, _) in first }
    self.events = events
    self.computes = computes
    for feature in features where states[ExactName(feature.name)] == nil {
      begin(feature)
      while !open.isEmpty { goOn() }
    }
  }

  /// Opens a feature, or closes it at once when its definition is wrong.
  private mutating func begin(_ feature: TemporalFeatureDefinition) {
    states[ExactName(feature.name)] = .open
    do {
      guard let source = try source(feature) else {
        omitted.append(feature.name)
        states[ExactName(feature.name)] = .faulty
        return
      }
      let step = Step(feature: feature, source: source)
      if case .formula(let formula) = source {
        open.append(OpenFeature(step: step, names: formula.names))
      } else {
        open.append(OpenFeature(step: step, names: []))
      }
    } catch {
      refuse(feature, error)
    }
  }

  private mutating func refuse(_ feature: TemporalFeatureDefinition, _ error: any Error) {
    states[ExactName(feature.name)] = .faulty
    faults.append(FeatureFault(error, of: feature))
  }

  private func source(_ feature: TemporalFeatureDefinition) throws -> Source? {
    let isThere = events.has(feature.name)
    if computes == .none { return isThere ? .copy : nil }
    if computes == .missing, isThere || !events.isKnown { try refuseOwnColumn(feature) }
    if computes == .missing, isThere { return .copy }
    return try FeatureFormula(feature).map(Source.formula) ?? .events
  }

  /// Refuses to guess whether a column is the finished feature or what it is made from.
  private func refuseOwnColumn(_ feature: TemporalFeatureDefinition) throws {
    let inputs: [String]
    switch feature.computationType {
    case .passthrough: return
    case .aggregation, .window, .ratio, .interaction: inputs = feature.sourceColumns
    // Without a frame it is a circle, and reported as one.
    case .derived: inputs = events.isKnown ? (try? FeatureFormula(feature))?.names.map(\.name) ?? [] : []
    }
    guard inputs.contains(where: { ExactName($0) == ExactName(feature.name) }) else { return }
    throw feature.failure(
      "is made from a column of its own name, so the frame's column can be either. Choose computes all to compute "
        + "it, or none to copy it.")
  }

  /// Looks at the next operand of the feature opened last, or closes it.
  private mutating func goOn() {
    guard let current = open.last else { return }
    let feature = current.step.feature
    guard !current.isFaulty, current.next < current.names.count else {
      states[ExactName(feature.name)] = current.isFaulty ? .faulty : .done
      open.removeLast()
      if !current.isFaulty { steps.append(current.step) }
      return
    }
    let (name, position) = current.names[current.next]
    if isColumn(name, of: feature) {
      open[open.count - 1].next += 1
      return
    }
    if let needed = features[ExactName(name)] {
      use(needed, at: position, of: current.step)
    } else if events.isKnown {
      fail(
        current.step, "there is no '\(name)'. Columns and features: \(known(without: feature))", position,
        .columnNotFound)
    } else {
      open[open.count - 1].next += 1
    }
  }

  private mutating func use(_ needed: TemporalFeatureDefinition, at position: Int, of step: Step) {
    switch states[ExactName(needed.name)] {
    case nil: begin(needed)
    case .done: open[open.count - 1].next += 1
    case .faulty: open[open.count - 1].isFaulty = true
    case .open:
      let isSame = ExactName(needed.name) == ExactName(step.feature.name)
      let what = isSame ? "it is made from itself" : "'\(needed.name)' is itself made from '\(step.feature.name)'"
      fail(step, "'\(needed.name)' closes a circle: \(what)", position, .invalidArgument)
    }
  }

  private mutating func fail(_ step: Step, _ what: String, _ position: Int, _ code: FeatureStoreError.Code) {
    open[open.count - 1].isFaulty = true
    guard case .formula(let formula) = step.source else { return }
    faults.append(FeatureFault(formula.text.failure(what, at: position, code), of: step.feature))
  }

  /// Whether a name in a formula means a column: a feature of the name goes first, but none means itself.
  func isColumn(_ name: String, of feature: TemporalFeatureDefinition) -> Bool {
    if ExactName(name) == ExactName(feature.name) { return events.isKnown ? events.has(name) : computes == .all }
    return events.has(name) && features[ExactName(name)] == nil
  }

  func isFeature(_ name: String) -> Bool { features[ExactName(name)] != nil }

  private lazy var knownNames = Set(events.names.map(ExactName.init)).union(features.keys).map(\.name).sorted()

  private mutating func known(without feature: TemporalFeatureDefinition) -> String {
    let others = knownNames.lazy.filter { ExactName($0) != ExactName(feature.name) }
    return someListed(others, count: knownNames.count - 1)
  }
}

/// The columns of events, found by the bytes of their names.
struct EventColumns {
  /// nil: not known; there are no rows then, and any column can be there.
  let frame: DataFrame?
  private let places: [ExactName: Int]

  init(_ frame: DataFrame?) {
    self.frame = frame
    let names = (frame?.columnNames ?? []).enumerated().map { (ExactName($1), $0) }
    places = Dictionary(names) { (first, _) in first }
  }

  var isKnown: Bool { frame != nil }
  var names: [String] { frame?.columnNames ?? [] }

  func has(_ name: String) -> Bool { places[ExactName(name)] != nil }
  func column(_ name: String) -> Column? { places[ExactName(name)].flatMap { frame?.columns[$0] } }
}

/// Names for a message, the first of many only.
func someListed(_ names: some Sequence<String>, count: Int) -> String {
  let most = 20
  return listed(names.prefix(most)) + (count > most ? " and \(count - most) more" : "")
}
