internal import DataFrames

/// The columns of a file: the top-level fields of its schema tree.
struct FileSchema: Sendable {
  private(set) var columns: [ColumnDescriptor] = []
  /// How many leaves the tree has; each row group holds a chunk for every one.
  private(set) var leafCount = 0

  init(_ elements: [SchemaElement]) throws(ParquetError) {
    for node in try SchemaNode.tree(elements).children {
      columns.append(ColumnDescriptor(node, leaf: leafCount))
      leafCount += node.leafCount
    }
  }
}

/// A top-level field of the schema.
struct ColumnDescriptor: Sendable {
  let name: String
  /// The place of its first leaf among the chunks of a row group.
  let leaf: Int
  /// Whether a row can be null, for columns that cannot be read too.
  let isNullable: Bool
  /// What it is when it can be read, and why it cannot be otherwise.
  let content: Result<ColumnContent, UnsupportedFeature>
}

/// What a column that can be read holds.
struct ColumnContent: Sendable {
  let shape: ColumnShape
  /// The kind of its values; of a list, of its elements.
  let kind: ColumnKind
  /// The number of the leaf's physical type.
  let physicalType: Int32

  var columnType: ColumnType {
    switch shape {
    case .flat: kind.columnType
    case .list: .list(kind.columnType)
    }
  }
}

extension ColumnDescriptor {
  fileprivate init(_ node: SchemaNode, leaf: Int) {
    name = node.element.name
    self.leaf = leaf
    isNullable = node.element.repetition == Repetition.optional.rawValue
    do throws(UnsupportedFeature) {
      content = .success(try ColumnContent(node))
    } catch {
      content = .failure(error)
    }
  }
}

extension ColumnContent {
  fileprivate init(_ node: SchemaNode) throws(UnsupportedFeature) {
    if node.isGroup {
      let (leaf, shape) = try ListLayout.resolve(node)
      try self.init(leaf.element, .list(shape))
    } else {
      switch node.element.repetition.flatMap(Repetition.init(rawValue:)) {
      case .required: try self.init(node.element, .flat(isNullable: false))
      case .optional: try self.init(node.element, .flat(isNullable: true))
      case .repeated:
        // LogicalTypes.md, "Lists": a repeated field by itself is a required list of required elements.
        try self.init(node.element, .list(ListShape(isNullable: false, elementIsNullable: false)))
      case nil: throw UnsupportedFeature(feature: "a repetition that the format does not define")
      }
    }
  }

  private init(_ leaf: SchemaElement, _ shape: ColumnShape) throws(UnsupportedFeature) {
    self.shape = shape
    kind = try ColumnKind(leaf)
    physicalType = leaf.type ?? -1
  }
}
