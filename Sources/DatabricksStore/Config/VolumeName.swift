/// The volume that holds files on their way to and from the warehouse.
package struct VolumeName: Sendable, Hashable, CustomStringConvertible {
  package let catalog: String
  package let schema: String
  package let name: String

  package init(catalog: String, schema: String, name: String) {
    self.catalog = catalog
    self.schema = schema
    self.name = name
  }

  package var description: String { "\(catalog).\(schema).\(name)" }
  /// Its folder, as paths in SQL and in the Files API name it.
  package var path: String { "/Volumes/\(catalog)/\(schema)/\(name)" }
}

extension FoundSetting {
  /// The value as the name of one object in Unity Catalog.
  func objectName() throws -> String {
    guard Self.isObjectName(value) else {
      throw failure("is '\(value)'. It must be one name, without dots, slashes and spaces.")
    }
    return value
  }

  /// The value as `name` in a schema or as `catalog.schema.name`.
  func volumeName(in catalog: String, _ schema: String) throws -> VolumeName {
    let parts = value.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 1 || parts.count == 3, parts.allSatisfy(Self.isObjectName) else {
      throw failure("is '\(value)'. It must be a name or catalog.schema.name, each without slashes and spaces.")
    }
    if parts.count == 1 { return VolumeName(catalog: catalog, schema: schema, name: value) }
    return VolumeName(catalog: parts[0], schema: parts[1], name: parts[2])
  }

  /// What Unity Catalog refuses in the name of an object: periods, spaces, slashes, control characters, over 255.
  private static func isObjectName(_ text: String) -> Bool {
    !text.isEmpty && text.utf8.count <= 255
      && text.unicodeScalars.allSatisfy { $0.value > 0x20 && $0.value != 0x7F && $0 != "." && $0 != "/" }
  }
}
