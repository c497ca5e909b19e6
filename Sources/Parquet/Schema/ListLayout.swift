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
    case .map: throw nested("a map")
    case nil: throw nested("a struct")
    case .some(let other): throw nested("a group of the type \(other)")
    }
    guard let middle = node.children.first, node.children.count == 1, middle.isRepeated else {
      throw nested("a list without a repeated field")
    }
    // Two levels: the repeated field is the element.
    guard middle.isGroup else { return (middle, ListShape(isNullable: isNullable, elementIsNullable: false)) }
    guard let element = middle.children.first, middle.children.count == 1, !element.isRepeated,
      !isElement(middle, of: node)
    else { throw nested("a list of structs") }
    if element.isGroup {
      switch element.element.logicalType {
      case .list: throw nested("a list of lists")
      case .map: throw nested("a list of maps")
      default: throw nested("a list of structs")
      }
    }
    return (element, ListShape(isNullable: isNullable, elementIsNullable: try isOptional(element)))
  }

  /// Whether a repeated group with one field is itself the element: so old writers named it.
  private static func isElement(_ middle: SchemaNode, of list: SchemaNode) -> Bool {
    middle.element.logicalType == .list || middle.element.logicalType == .map || middle.element.name == "array"
      || middle.element.name == list.element.name + "_tuple"
  }

  private static func isOptional(_ node: SchemaNode) throws(UnsupportedFeature) -> Bool {
    switch node.element.repetition.flatMap(Repetition.init(rawValue:)) {
    case .required: return false
    case .optional: return true
    case .repeated: throw nested("a repeated group")
    case nil: throw UnsupportedFeature(feature: "a repetition that the format does not define")
    }
  }

  private static func nested(_ what: String) -> UnsupportedFeature {
    UnsupportedFeature(feature: "nested columns (\(what))")
  }
}
