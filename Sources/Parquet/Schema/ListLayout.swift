/// Finds the elements of a list column in any of the layouts of LogicalTypes.md, "Lists" and its "Backward-compatibility
/// rules".
enum ListLayout {
  /// Returns the leaf of a list's elements.
  ///
  /// - Throws: What the column is instead, when it is no list of primitive values.
  static func resolve(_ node: SchemaNode) throws(UnsupportedFeature) -> (leaf: SchemaNode, shape: ListShape) {
    let isNullable = try isOptional(node)
    switch node.element.logicalType {
    case .list: break
    case .map, nil: throw nested(node)
    case .some(let other): throw UnsupportedFeature(feature: "a group of the type \(other)")
    }
    guard let middle = node.children.first, let element = element(of: node) else {
      throw UnsupportedFeature(feature: "a list without a repeated field")
    }
    guard !element.isGroup else { throw nested(node) }
    // Two levels: the repeated field is the element.
    guard middle.isGroup else { return (middle, ListShape(isNullable: isNullable, elementIsNullable: false)) }
    return (element, ListShape(isNullable: isNullable, elementIsNullable: try isOptional(element)))
  }

  /// What a list's elements are: a field below its repeated group, or the repeated field itself.
  static func element(of list: SchemaNode) -> SchemaNode? {
    guard let middle = list.children.first, list.children.count == 1, middle.isRepeated else { return nil }
    guard middle.isGroup, let only = middle.children.first, middle.children.count == 1, !only.isRepeated,
      !isElement(middle, of: list)
    else { return middle }
    return only
  }

  /// Whether a repeated group with one field is itself the element: so old writers named it.
  private static func isElement(_ middle: SchemaNode, of list: SchemaNode) -> Bool {
    middle.element.logicalType == .list || middle.element.logicalType == .map || middle.element.name == "array"
      || middle.element.name == list.element.name + "_tuple"
  }

  private static func isOptional(_ node: SchemaNode) throws(UnsupportedFeature) -> Bool {
    switch node.element.fieldRepetition {
    case .required: return false
    case .optional: return true
    case .repeated: throw nested(node)
    case nil: throw UnsupportedFeature(feature: "a repetition that the format does not define")
    }
  }

  private static func nested(_ node: SchemaNode) -> UnsupportedFeature {
    UnsupportedFeature(feature: "the nested type \(node.typeText)")
  }
}
