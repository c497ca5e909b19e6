/// How the rows of a column lie on its leaf: one value a row, or a list of values.
enum ColumnShape: Hashable, Sendable {
  case flat(isNullable: Bool)
  case list(ListShape)

  /// The highest definition level (README.md of the format, "Nested Encoding").
  var maximumDefinition: Int {
    switch self {
    case .flat(let isNullable): isNullable ? 1 : 0
    case .list(let list): list.maximumDefinition
    }
  }

  /// The highest repetition level.
  var maximumRepetition: Int {
    if case .list = self { 1 } else { 0 }
  }

  /// Whether a row can be null.
  var isNullable: Bool {
    switch self {
    case .flat(let isNullable): isNullable
    case .list(let list): list.isNullable
    }
  }
}

/// What the definition levels of a list column mean: null, empty, a null element, an element.
struct ListShape: Hashable, Sendable {
  let isNullable: Bool
  let elementIsNullable: Bool

  /// What this package writes.
  static let written = ListShape(isNullable: true, elementIsNullable: true)

  /// The level from which on there is an element, which may be null; below it the list is empty or null.
  var elementLevel: Int { isNullable ? 2 : 1 }
  var maximumDefinition: Int { elementIsNullable ? elementLevel + 1 : elementLevel }
}
