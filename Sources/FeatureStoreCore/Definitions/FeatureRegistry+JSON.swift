internal import DataFrames
internal import Foundation

extension FeatureRegistry {
  /// Reads the text of a registry file, of ours or of Python's.
  ///
  /// Unknown keys are kept and written back; creation times stay the texts they are.
  ///
  /// - Throws: A ``FeatureStoreError`` that names the line, or the feature and the key.
  public init(jsonText: some Sequence<UInt8>) throws {
    try self.init(jsonText: jsonText) { throw $0 }
  }

  /// - Parameter failed: Receives what is wrong with a feature or a group, which is then left out.
  package init(
    jsonText: some Sequence<UInt8>, failed: (FeatureStoreError) throws -> Void
  ) throws {
    self.init()
    var fields = try JSONFields(try JSONParser.parse(jsonText), "registry")
    metadata = try fields.object("metadata")
    for member in try fields.object("features") {
      do {
        let feature = try TemporalFeatureDefinition(json: member.value, "feature '\(member.key)'")
        try Self.check(member.key, names: feature.name, "feature")
        insert(feature)
      } catch let error as FeatureStoreError {
        try failed(error)
      }
    }
    for member in try fields.object("groups") {
      do {
        let group = try FeatureGroup(json: member.value, member.key)
        try Self.check(member.key, names: group.name, "group")
        put(group)
      } catch let error as FeatureStoreError {
        try failed(error)
      }
    }
    unknown = fields.rest
  }

  private static func check(_ key: String, names name: String, _ kind: String) throws {
    guard key == name else {
      throw FeatureStoreError(
        .corruptData, "The \(kind) under the key '\(key)' is named '\(name)'. Use one name for both.")
    }
  }

  /// The registry as the text of its file: UTF-8, two spaces of indentation a level.
  public var jsonText: [UInt8] { Array(json.text.utf8) }

  package var json: JSONValue {
    .object(
      [
        JSONMember("metadata", .object(metadata)),
        JSONMember("features", .object(features.map { JSONMember($0.name, $0.json) })),
        JSONMember("groups", .object(groups.map { JSONMember($0.name, $0.json) })),
      ] + unknown)
  }

  /// Reads a registry file.
  ///
  /// - Throws: A ``FeatureStoreError`` that names the file and what is wrong in it.
  public static func load(_ path: String) throws -> FeatureRegistry { try load(path) { throw $0 } }

  /// - Parameter failed: Receives what is wrong with a feature or a group, which is then left out.
  package static func load(_ path: String, failed: (FeatureStoreError) throws -> Void) throws -> FeatureRegistry {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw FeatureStoreError(
        .io, "Cannot read the registry '\(path)'. Check that the file is there and may be read.",
        context: .init(path: path))
    }
    do {
      return try FeatureRegistry(jsonText: bytes, failed: failed)
    } catch let error as FeatureStoreError {
      throw FeatureStoreError(error.code, "\(path): \(error.message)", context: .init(path: path), underlying: error)
    }
  }

  /// Writes the registry file, replacing one that is there only when the new one is complete; makes its folder.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/io`` that names the file.
  public func save(to path: String) throws {
    let url = URL(fileURLWithPath: path)
    do {
      try FileManager.default.createDirectory(at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
      try FileReplacement.write(jsonText, to: path)
    } catch {
      throw FeatureStoreError(
        .io, "Cannot write the registry '\(path)'. Check that its folder may be written to.",
        context: .init(path: path), underlying: error)
    }
  }
}
