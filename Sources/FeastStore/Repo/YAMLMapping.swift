internal import DataFrames
internal import FeatureStoreCore
internal import Yams

/// A mapping of a YAML file, read with errors that name the file and the key.
struct YAMLMapping {
  private let node: Node.Mapping
  private let file: String
  /// The keys that lead here, such as `online_store.`.
  private let prefix: String

  /// Parses a document whose root is a mapping.
  init(document: String, file: String) throws {
    let root: Node?
    do {
      root = try compose(yaml: document)
    } catch {
      throw FeatureStoreError(
        .configuration, "\(file) is not valid YAML: \(error). Correct the file.", context: .init(path: file),
        underlying: error)
    }
    guard let mapping = root?.mapping else {
      throw FeatureStoreError(
        .configuration, "\(file) has no settings. Write at least 'project: …' and 'registry: …'.",
        context: .init(path: file))
    }
    try self.init(node: mapping, file: file, prefix: "")
  }

  private init(node: Node.Mapping, file: String, prefix: String) throws {
    self.file = file
    self.prefix = prefix
    do {
      self.node = try Self.merged(node)
    } catch let fault as MergeFault {
      throw FeatureStoreError(
        .configuration, "\(file): \(prefix)<< \(fault.what)", context: .init(path: file), underlying: fault)
    }
  }

  private struct MergeFault: Error { let what: String }

  /// The mapping with what its merge keys (`<<`) bring in; own keys win.
  ///
  /// Of several mappings that a merge key names, the first wins in PyYAML up to 6.0.3 and the last in 6.0.4, so two
  /// values for one key are refused.
  private static func merged(_ mapping: Node.Mapping) throws -> Node.Mapping {
    var own: [(Node, Node)] = []
    var sources: [Node] = []
    for (key, value) in mapping {
      if isMergeKey(key) { sources += value.sequence.map { Array($0) } ?? [value] } else { own.append((key, value)) }
    }
    var brought: [(Node, Node)] = []
    for source in sources {
      guard let source = source.mapping else { throw MergeFault(what: "must lead to a mapping or a list of mappings.") }
      for (key, value) in try merged(source) where !own.contains(where: { $0.0 == key }) {
        guard let other = brought.first(where: { $0.0 == key }) else {
          brought.append((key, value))
          continue
        }
        guard other.1 == value else {
          let name = key.string ?? "a key"
          throw MergeFault(
            what:
              "brings in '\(name)' twice, and versions of PyYAML differ in which one counts. Write '\(name)' itself.")
        }
      }
    }
    return Node.Mapping(own + brought, mapping.tag, mapping.style, mapping.mark)
  }

  private static func isMergeKey(_ key: Node) -> Bool {
    guard case .scalar(let scalar) = key else { return false }
    return scalar.style == .plain && scalar.string == "<<"
  }

  func has(_ key: String) -> Bool { node[key] != nil }

  func isNull(_ key: String) -> Bool { node[key].map { Resolver.default.resolveTag(of: $0) == .null } ?? false }

  /// The mapping under a key; nil when there is nothing or something else.
  func mapping(_ key: String) throws -> YAMLMapping? {
    try node[key]?.mapping.map { try YAMLMapping(node: $0, file: file, prefix: "\(prefix)\(key).") }
  }

  /// The text under a key; nil when there is none, or null.
  func string(_ key: String) throws -> String? {
    try scalar(key, .str, "text: put quotes around it") { $0.string }
  }

  func integer(_ key: String) throws -> Int? {
    try scalar(key, .int, "a whole number without quotes") { Int.construct(from: $0) }
  }

  func bool(_ key: String) throws -> Bool? { try scalar(key, .bool, "true or false") { Bool.construct(from: $0) } }

  func requiredString(_ key: String, remedy: String) throws -> String {
    guard let value = try string(key) else { throw failure(key, "is missing. \(remedy)") }
    return value
  }

  /// Refuses keys that Feast refuses as well.
  func refuseUnknown(besides known: Set<String>) throws {
    for key in node.keys.compactMap(\.string) where !known.contains(key) {
      throw failure(key, "is not a known setting. Known: \(listed(known.sorted())).")
    }
  }

  func failure(_ key: String, _ what: String) -> FeatureStoreError {
    FeatureStoreError(.configuration, "\(file): \(prefix)\(key) \(what)", context: .init(path: file))
  }

  func notSupported(_ key: String, _ value: String, supported: String) -> FeatureStoreError {
    FeatureStoreError(
      .notSupported, "\(file): \(prefix)\(key) is '\(value)', which is not supported. Supported: \(supported).",
      context: .init(path: file))
  }

  private func scalar<Value>(
    _ key: String, _ tag: Tag.Name, _ wanted: String, _ read: (Node.Scalar) -> Value?
  ) throws -> Value? {
    guard let child = node[key], !isNull(key) else { return nil }
    guard case .scalar(let scalar) = child, Resolver.default.resolveTag(of: child) == tag, let value = read(scalar)
    else {
      throw failure(key, "must be \(wanted).")
    }
    return value
  }
}
