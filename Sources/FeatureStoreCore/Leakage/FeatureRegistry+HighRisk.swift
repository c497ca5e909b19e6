internal import DataFrames

extension FeatureRegistry {
  /// Refuses features of high leakage risk in a training frame unless each is allowed by name.
  ///
  /// A feature that is made from one of high risk is of high risk itself.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/leakage`` that lists them with their notes.
  package func refuseHighRisk(_ names: [String], allowing allowed: [String]) throws {
    let refused = names.compactMap { (name: String) -> (name: String, reason: String?)? in
      highRisk(name, allowing: allowed).map { (name, $0.note) }
    }
    guard !refused.isEmpty else { return }
    let features = refused.map { (feature: (name: String, reason: String?)) -> String in
      feature.reason.map { "\(feature.name) (\($0))" } ?? feature.name
    }
    throw FeatureStoreError(
      .leakage,
      "Features of high leakage risk are not for training: \(listed(features)). Leave them out, or allow them by name.",
      context: .init(column: refused.first?.name))
  }

  /// Why a feature is of high risk.
  package enum HighRisk: Hashable {
    case declared(notes: String?)
    /// Made from these features, whose definitions say so.
    case madeFrom([String])

    fileprivate var note: String? {
      switch self {
      case .declared(let notes): notes
      case .madeFrom(let names): "made from \(listed(names))"
      }
    }
  }

  /// Why a feature is of high risk; nil if it is not, or is allowed, or is made only from features that are.
  package func highRisk(_ name: String, allowing allowed: [String]) -> HighRisk? {
    guard let feature = get(name), !allowed.contains(name) else { return nil }
    if feature.leakageRisk == .high { return .declared(notes: feature.leakageNotes) }
    let sources = sources(of: feature).filter { (source: TemporalFeatureDefinition) -> Bool in
      source.leakageRisk == .high && !allowed.contains(source.name)
    }
    return sources.isEmpty ? nil : .madeFrom(sources.map(\.name))
  }

  /// All features that a feature is made from, over any number of steps, in the order in which they are met.
  private func sources(of feature: TemporalFeatureDefinition) -> [TemporalFeatureDefinition] {
    var found: [TemporalFeatureDefinition] = []
    var seen: Set<ByteKey> = [ByteKey(feature.name)]
    var open = [feature]
    while let next = open.popLast() {
      for name in next.inputNames where seen.add(name) {
        guard let source = get(name) else { continue }
        found.append(source)
        open.append(source)
      }
    }
    return found
  }
}

extension TemporalFeatureDefinition {
  /// The names of columns and features that the value is made from, those in its formula included.
  fileprivate var inputNames: [String] {
    sourceColumns + (derivationFormula.map(namesInFormula) ?? [])
  }
}

/// The words of a formula that may be names: letters, digits and underscores outside quotes, and what backticks enclose.
private func namesInFormula(_ formula: String) -> [String] {
  var names: [String] = []
  var word = String.UnicodeScalarView()
  var quote: Unicode.Scalar?
  func isWord(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "_" || scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      || scalar.properties.isXIDContinue
  }
  for scalar in formula.unicodeScalars {
    if let open = quote {
      guard scalar == open else {
        word.append(scalar)
        continue
      }
      if open == "`" { names.append(String(word)) }
      (word, quote) = (.init(), nil)
    } else if isWord(scalar) {
      word.append(scalar)
    } else {
      if !word.isEmpty { names.append(String(word)) }
      word = .init()
      quote = scalar == "'" || scalar == "\"" || scalar == "`" ? scalar : nil
    }
  }
  return word.isEmpty || quote != nil ? names : names + [String(word)]
}
