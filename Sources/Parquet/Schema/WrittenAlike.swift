/// What a file's columns would become if their rows were written again.
extension ParquetFile {
  /// The columns that ``ParquetWriter`` would give another type than they have, each with what it is now.
  ///
  /// So are small and unsigned integers, half floats, times of day, UUIDs, enumerations, JSON, byte strings of one length, old
  /// 12-byte times, columns without a type, and all that cannot be read.
  package var columnsWrittenOtherwise: [(name: String, type: String)] {
    guard let root = try? SchemaNode.tree(metadata.schema) else { return [] }
    return zip(root.children, schema).compactMap { (node: SchemaNode, field: ParquetField) in
      guard field.type != nil else { return (field.name, field.unsupportedFeature ?? "a type that cannot be read") }
      guard let leaf = node.isGroup ? (try? ListLayout.resolve(node))?.leaf.element : node.element else {
        return (field.name, "nested columns")
      }
      return leaf.isWrittenAlike ? nil : (field.name, leaf.phrase)
    }
  }
}

extension SchemaElement {
  fileprivate var isWrittenAlike: Bool {
    guard let type = type.flatMap(PhysicalType.init(rawValue:)) else { return false }
    switch (type, logicalType) {
    case (.int96, _), (.fixedLengthByteArray, nil): return false
    case (_, nil), (_, .string), (_, .date), (_, .timestamp), (_, .decimal): return true
    case (_, .integer(let bits, let signed)): return signed && bits >= 32
    default: return false
    }
  }

  fileprivate var phrase: String {
    let physical = type.flatMap(PhysicalType.init(rawValue:)).map { "\($0)" } ?? "no type"
    return logicalType.map { "\($0) stored as \(physical)" } ?? physical
  }
}
