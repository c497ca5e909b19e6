/// The columns of a file: the leaves at the top of its schema tree, and the names of all other top-level fields.
struct FileSchema: Sendable {
  var columns: [ColumnDescriptor] = []
  /// How many leaves the tree has; each row group holds a chunk for every one.
  var leafCount = 0
}

/// A top-level field of the schema.
struct ColumnDescriptor: Sendable {
  let name: String
  /// The place of its first leaf among the chunks of a row group.
  let leaf: Int
  let isNullable: Bool
  /// The number of its physical type; -1 for a group.
  let physicalType: Int32
  let kind: Result<ColumnKind, UnsupportedFeature>
}

extension FileSchema {
  /// Trees of this depth are refused; nested columns of real files are far from it.
  private static let maximumDepth = 64

  init(_ elements: [SchemaElement]) throws(ParquetError) {
    guard let root = elements.first, root.type == nil, root.childCount >= 0 else {
      throw .corrupt("The schema has no root.")
    }
    var next = 1
    for _ in 0..<root.childCount { try addField(elements, &next) }
    guard next == elements.count else { throw .corrupt("The schema has elements outside its tree.") }
  }

  private mutating func addField(_ elements: [SchemaElement], _ next: inout Int) throws(ParquetError) {
    guard next < elements.count else { throw .corrupt("The schema breaks off.") }
    let element = elements[next]
    let leaf = leafCount
    try skipTree(elements, &next, depth: 1)
    let column = ColumnDescriptor(
      name: element.name, leaf: leaf, isNullable: element.repetition != Repetition.required.rawValue,
      physicalType: element.type ?? -1, kind: Self.kind(element))
    columns.append(column)
  }

  private static func kind(_ element: SchemaElement) -> Result<ColumnKind, UnsupportedFeature> {
    if element.childCount > 0 || element.type == nil {
      return .failure(UnsupportedFeature(feature: "nested columns"))
    }
    switch element.repetition.flatMap(Repetition.init(rawValue:)) {
    case .required, .optional: break
    case .repeated: return .failure(UnsupportedFeature(feature: "repeated columns"))
    case nil: return .failure(UnsupportedFeature(feature: "a repetition that the format does not define"))
    }
    do throws(UnsupportedFeature) {
      return .success(try ColumnKind(element))
    } catch {
      return .failure(error)
    }
  }

  private mutating func skipTree(
    _ elements: [SchemaElement], _ next: inout Int, depth: Int
  ) throws(ParquetError) {
    guard next < elements.count else { throw .corrupt("The schema breaks off.") }
    guard depth <= Self.maximumDepth else { throw .corrupt("The schema nests too deep.") }
    let element = elements[next]
    next += 1
    guard element.childCount >= 0 else { throw .corrupt("The schema has a negative number of children.") }
    if element.type != nil && element.childCount == 0 { leafCount += 1 }
    for _ in 0..<element.childCount { try skipTree(elements, &next, depth: depth + 1) }
  }
}
