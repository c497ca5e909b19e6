internal import DataFrames
internal import FeatureStoreCore
internal import Foundation

/// What the Python files of a repository define, found by reading them: nothing is run.
///
/// A definition is a call of one of Feast's classes, or a function under one of its decorators. Its name has to stand
/// there as a string; a name that Python computes is reported as unknown.
struct PythonDefinitions {
  enum Kind: Hashable {
    case project, entity, source, view, service
  }

  /// Where a thing is defined, and the variable that holds it at the top of its file.
  struct Place: Equatable {
    let file: String
    let variable: String?
  }

  /// What a definition says of its name.
  private enum GivenName: Equatable {
    case none
    case known(String)
    /// Only Python can tell.
    case computed
  }

  private(set) var places: [Kind: [String: Place]] = [:]
  /// A sentence for each definition whose name is not known.
  private(set) var unknown: [String] = []
  private(set) var files: [String] = []

  private static let classes: [String: Kind] = [
    "Project": .project, "Entity": .entity, "FeatureView": .view, "BatchFeatureView": .view, "StreamFeatureView": .view,
    "OnDemandFeatureView": .view, "LabelView": .view, "FeatureService": .service, "FileSource": .source,
    "PushSource": .source, "RequestSource": .source, "KafkaSource": .source, "KinesisSource": .source,
    "BigQuerySource": .source, "SnowflakeSource": .source, "RedshiftSource": .source, "SparkSource": .source,
    "TrinoSource": .source, "AthenaSource": .source, "PostgreSQLSource": .source,
  ]
  private static let decorators: Set<String> = [
    "on_demand_feature_view", "stream_feature_view", "batch_feature_view",
  ]

  init() {}

  /// Reads Python files.
  ///
  /// - Throws: A `FeatureStoreError` with code `io` for a file that cannot be read.
  init(files: [String]) throws {
    for file in files {
      guard let content = FileManager.default.contents(atPath: file) else {
        throw FeatureStoreError(
          .io, "Cannot read the Python file '\(file)'. Check its path.", context: .init(path: file))
      }
      read(String(decoding: content, as: UTF8.self), file: file)
    }
  }

  func place(_ kind: Kind, _ name: String) -> Place? { places[kind]?[name] }

  mutating func read(_ source: String, file: String) {
    files.append(file)
    let tokens = PythonTokens(source).tokens
    let names = Self.aliases(tokens)
    for (index, token) in tokens.enumerated() {
      guard case .name(let word) = token.kind, tokens.sign(index + 1) == "(", tokens.name(index - 1) != "class",
        tokens.name(index - 1) != "def"
      else { continue }
      let original = names[word] ?? word
      if let kind = Self.classes[original] {
        let variable = Self.variable(tokens, before: index)
        add(kind, original, Self.argument(tokens, index + 1), variable, file, token.line)
      } else if Self.decorators.contains(original), tokens.sign(index - 1) == "@" || tokens.sign(index - 1) == "." {
        let function = Self.function(tokens, after: index)
        var given = Self.argument(tokens, index + 1)
        if given == .none, let function { given = .known(function) }
        add(.view, original, given, function, file, token.line)
      }
    }
  }

  /// A source without a name is called by its path, and not looked for.
  private mutating func add(
    _ kind: Kind, _ word: String, _ name: GivenName, _ variable: String?, _ file: String, _ line: Int
  ) {
    switch name {
    case .none: break
    case .known(let name): places[kind, default: [:]][name] = Place(file: file, variable: variable)
    case .computed:
      unknown.append("\(file), line \(line): the name of this \(word) is made by Python, so it is not known here.")
    }
  }

  /// New name → name in Feast, for `import … as …`.
  private static func aliases(_ tokens: [PythonTokens.Token]) -> [String: String] {
    var names: [String: String] = [:]
    for index in tokens.indices where tokens.name(index) == "as" {
      guard let original = tokens.name(index - 1), let new = tokens.name(index + 1) else { continue }
      if classes[original] != nil || decorators.contains(original) { names[new] = original }
    }
    return names
  }

  /// The value of `name=`, or else the first argument if it is a string.
  private static func argument(_ tokens: [PythonTokens.Token], _ open: Int) -> GivenName {
    var index = open + 1
    while index < tokens.count, tokens[index].depth > tokens[open].depth {
      if tokens[index].depth == tokens[open].depth + 1, tokens.name(index) == "name", tokens.sign(index + 1) == "=" {
        return text(tokens, index + 2) ?? .computed
      }
      index += 1
    }
    return text(tokens, open + 1) ?? .none
  }

  /// The string at a place, with those that follow it; nil where there is none.
  private static func text(_ tokens: [PythonTokens.Token], _ start: Int) -> GivenName? {
    var index = start
    var whole: String?
    while index < tokens.count, case .string(let part) = tokens[index].kind {
      guard let part else { return .computed }
      whole = (whole ?? "") + part
      index += 1
    }
    guard let whole else { return nil }
    return [",", ")"].contains(tokens.sign(index)) ? .known(whole) : .computed
  }

  /// The variable that a call is assigned to at the top of the file, also with a type.
  private static func variable(_ tokens: [PythonTokens.Token], before call: Int) -> String? {
    var index = call - 1
    while tokens.sign(index) == ".", tokens.name(index - 1) != nil { index -= 2 }
    guard tokens.sign(index) == "=" else { return nil }
    index -= 1
    while index > 0, !tokens[index].startsLine { index -= 1 }
    guard index >= 0, tokens[index].startsLine, tokens[index].depth == 0, let name = tokens.name(index),
      [":", "="].contains(tokens.sign(index + 1))
    else { return nil }
    return name
  }

  /// The function below a decorator.
  private static func function(_ tokens: [PythonTokens.Token], after decorator: Int) -> String? {
    guard let index = tokens.indices[decorator...].first(where: { tokens.name($0) == "def" }) else { return nil }
    return tokens.name(index + 1)
  }
}

extension [PythonTokens.Token] {
  fileprivate func name(_ index: Int) -> String? {
    guard indices.contains(index), case .name(let name) = self[index].kind else { return nil }
    return name
  }

  fileprivate func sign(_ index: Int) -> Character? {
    guard indices.contains(index), case .sign(let sign) = self[index].kind else { return nil }
    return sign
  }
}
