internal import DataFrames

/// The columns of a file: the top-level fields of its schema tree.
struct FileSchema: Sendable {
  private(set) var columns: [ColumnDescriptor] = []
  /// How many leaves the tree has; each row group holds a chunk for every one.
  private(set) var leafCount = 0
  /// The place of each name's first column.
  private var places: [ByteKey: Int] = [:]
  /// The names that several columns have.
  private var repeated: Set<ByteKey> = []

  /// - Parameter arrow: What the Arrow schema in the file says about the columns, if it has one.
  init(_ elements: [SchemaElement], arrow: ArrowSchema? = nil) throws(ParquetError) {
    let nodes = try SchemaNode.tree(elements).children
    for (index, node) in nodes.enumerated() {
      columns.append(ColumnDescriptor(node, leaf: leafCount, arrow?.field(index, of: nodes.count, node.element.name)))
      leafCount += node.leafCount
      let name = ByteKey(node.element.name)
      if places.updateValue(index, forKey: name) != nil { repeated.insert(name) }
    }
  }

  /// The column of a name; nil when there is none, or more than one.
  func column(_ name: String) -> ColumnDescriptor? {
    repeated.contains(name) ? nil : places[name].map { columns[$0] }
  }

  func isRepeated(_ name: String) -> Bool { repeated.contains(name) }
}

/// A top-level field of the schema.
struct ColumnDescriptor: Sendable {
  let name: String
  /// The place of its first leaf among the chunks of a row group.
  let leaf: Int
  /// Whether a row can be null, for columns that cannot be read too.
  let isNullable: Bool
  /// What it is when it can be read, and why it cannot be otherwise.
  private(set) var content: Result<ColumnContent, UnsupportedFeature>
  /// What a column holds that cannot be read; nil for others.
  let unreadableType: String?

  /// The column with its values as another kind.
  func reading(as kind: ColumnKind) -> ColumnDescriptor {
    var result = self
    result.content = content.map {
      ColumnContent(shape: $0.shape, kind: kind, physicalType: $0.physicalType, note: $0.note)
    }
    return result
  }
}

/// What a column that can be read holds.
struct ColumnContent: Sendable {
  let shape: ColumnShape
  /// The kind of its values; of a list, of its elements.
  let kind: ColumnKind
  /// The number of the leaf's physical type.
  let physicalType: Int32
  /// What the column type does not say, such as the unit of a duration.
  let note: String?

  var columnType: ColumnType {
    switch shape {
    case .flat: kind.columnType
    case .list: .list(kind.columnType)
    }
  }
}

extension ColumnDescriptor {
  fileprivate init(_ node: SchemaNode, leaf: Int, _ arrow: ArrowField?) {
    name = node.element.name
    self.leaf = leaf
    isNullable = node.element.fieldRepetition == .optional
    do throws(UnsupportedFeature) {
      content = .success(try ColumnContent(node, arrow))
      unreadableType = nil
    } catch {
      content = .failure(error)
      unreadableType = node.typeText
    }
  }
}

extension ColumnContent {
  fileprivate init(_ node: SchemaNode, _ arrow: ArrowField?) throws(UnsupportedFeature) {
    if node.isGroup {
      let (leaf, shape) = try ListLayout.resolve(node)
      try self.init(leaf.element, .list(shape), arrow?.element)
    } else {
      switch node.element.fieldRepetition {
      case .required: try self.init(node.element, .flat(isNullable: false), arrow)
      case .optional: try self.init(node.element, .flat(isNullable: true), arrow)
      case .repeated:
        // LogicalTypes.md, "Lists": a repeated field by itself is a required list of required elements.
        try self.init(
          node.element, .list(ListShape(isNullable: false, elementIsNullable: false)), arrow?.element)
      case nil: throw UnsupportedFeature(feature: "a repetition that the format does not define")
      }
    }
  }

  private init(_ leaf: SchemaElement, _ shape: ColumnShape, _ arrow: ArrowField?) throws(UnsupportedFeature) {
    self.shape = shape
    let stored = try ColumnKind(leaf)
    kind = arrow.map { stored.refined(by: $0, leaf) } ?? stored
    note = leaf.logicalType?.note ?? arrow?.note(kind) ?? kind.note
    physicalType = leaf.type ?? -1
  }
}

extension SchemaElement {
  /// How often a field comes; some writers leave out `required`. Nil for a number that the format does not define.
  var fieldRepetition: Repetition? { Repetition(rawValue: repetition ?? Repetition.required.rawValue) }
}

extension ColumnKind {
  /// Times of day have no type of their own in a frame.
  fileprivate var note: String? {
    switch self {
    case .time, .secondsOfDay: "time of day in nanoseconds since midnight"
    default: nil
    }
  }
}

extension LogicalType {
  /// What a reader of the values should know, when the column type does not say it.
  fileprivate var note: String? {
    switch self {
    case .opaque("INTERVAL"): "INTERVAL: months, days and milliseconds, 4 bytes each"
    case .opaque(let name): "\(name), as it is stored"
    case .unheardOf(let name): "\(name), as it is stored"
    default: nil
    }
  }
}
