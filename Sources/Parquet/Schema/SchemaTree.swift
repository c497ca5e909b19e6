/// A node of the schema with its children.
struct SchemaNode: Sendable {
  let element: SchemaElement
  let children: [SchemaNode]

  var isGroup: Bool { element.type == nil || !children.isEmpty }
  var isRepeated: Bool { element.repetition == Repetition.repeated.rawValue }
  /// The number of leaves below; a leaf counts itself, a group without children nothing.
  var leafCount: Int {
    isGroup ? children.reduce(0) { $0 + $1.leafCount } : 1
  }
}

extension SchemaNode {
  /// Trees of this depth are refused; nested columns of real files are far from it.
  private static let maximumDepth = 64

  /// Makes the tree of elements that are listed depth first.
  static func tree(_ elements: [SchemaElement]) throws(ParquetError) -> SchemaNode {
    // Some writers give the root a physical type, which says nothing there.
    guard let root = elements.first, root.childCount >= 0 else {
      throw .corrupt("The schema has no root.")
    }
    var next = 0
    let tree = try node(elements, &next, depth: 0)
    guard next == elements.count else { throw .corrupt("The schema has elements outside its tree.") }
    return tree
  }

  private static func node(
    _ elements: [SchemaElement], _ next: inout Int, depth: Int
  ) throws(ParquetError) -> SchemaNode {
    guard next < elements.count else { throw .corrupt("The schema breaks off.") }
    guard depth <= maximumDepth else { throw .corrupt("The schema nests too deep.") }
    let element = elements[next]
    next += 1
    guard element.childCount >= 0 else { throw .corrupt("The schema has a negative number of children.") }
    var children: [SchemaNode] = []
    for _ in 0..<element.childCount { children.append(try node(elements, &next, depth: depth + 1)) }
    return SchemaNode(element: element, children: children)
  }
}
