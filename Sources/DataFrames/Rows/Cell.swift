/// A column and its name; a class, so that a cell holds one reference and not the parts of a column.
final class NamedColumn {
  let name: String
  let column: Column

  init(name: String, column: Column) {
    self.name = name
    self.column = column
  }

  /// The elements of all lists of a list column.
  private(set) lazy var elements: NamedColumn? = {
    guard case .list(let lists) = column.storage else { return nil }
    return NamedColumn(name: name, column: lists.elements)
  }()
}

/// One value of a column, or of a list in it, on its way into a Swift type.
struct Cell {
  let source: NamedColumn
  /// The place in the column.
  let index: Int
  /// The row of the frame, for messages.
  let row: Int

  var column: Column { source.column }
  var name: String { source.name }
  var isNull: Bool { column.isNull(index) }

  func bool() throws(DataFrameError) -> Bool {
    guard case .bool(let values) = column.storage else { throw mismatch(Bool.self) }
    try requireValue(Bool.self)
    return values[index]
  }

  func string() throws(DataFrameError) -> String {
    guard isNull || column.type == .string else { throw mismatch(String.self) }
    try requireValue(String.self)
    return String.element(of: column.storage, at: index)
  }

  func integer<Value: FixedWidthInteger>(_ type: Value.Type) throws(DataFrameError) -> Value {
    let value: Value?
    switch column.storage {
    case .int32(let values): value = Value(exactly: values[index])
    case .int64(let values): value = Value(exactly: values[index])
    default: throw mismatch(type)
    }
    try requireValue(type)
    guard let value else { throw inexact(type) }
    return value
  }

  func float() throws(DataFrameError) -> Float {
    guard case .float32(let values) = column.storage else { throw mismatch(Float.self) }
    try requireValue(Float.self)
    return values[index]
  }

  func double() throws(DataFrameError) -> Double {
    let value: Double?
    switch column.storage {
    case .float64(let values): value = values[index]
    case .float32(let values): value = Double(values[index])
    case .int32(let values): value = Double(values[index])
    case .int64(let values): value = Double(exactly: values[index])
    default: throw mismatch(Double.self)
    }
    try requireValue(Double.self)
    guard let value else { throw inexact(Double.self) }
    return value
  }

  /// A value of a type that this column holds as it is.
  func element<Element: ColumnElement>(_ type: Element.Type) throws(DataFrameError) -> Element {
    guard Element.canRead(column) else { throw mismatch(type) }
    try requireValue(type)
    return Element.element(of: column.storage, at: index)
  }

  /// An instant; a date is its midnight.
  func timestamp() throws(DataFrameError) -> Timestamp {
    guard case .date(let days) = column.storage else { return try element(Timestamp.self) }
    try requireValue(Timestamp.self)
    return Timestamp(seconds: Int64(days[index]) * 86_400)
  }
}

extension Cell {
  private var place: String { "Column '\(name)', row \(row)" }

  func requireValue<Value>(_ type: Value.Type) throws(DataFrameError) {
    if isNull {
      throw DataFrameError(
        .unexpectedNull, "\(place): a null cannot be read as \(type). Make the property an optional.")
    }
  }

  /// The error for a type that the column does not hold; for a null, which has any type, that one is missing.
  func mismatch<Value>(_ type: Value.Type) -> DataFrameError {
    do {
      try requireValue(type)
    } catch {
      return error
    }
    return DataFrameError(.typeMismatch, "\(place): \(column.type) cannot be read as \(type).")
  }

  private func inexact<Value>(_ type: Value.Type) -> DataFrameError {
    DataFrameError(.inexact, "\(place): the \(column.type) has no exact counterpart in \(type).")
  }

  func unsupported(_ what: String) -> DataFrameError {
    DataFrameError(.typeMismatch, "\(place): \(what) cannot be read from a \(column.type) column.")
  }
}
