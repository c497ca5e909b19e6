/// A table: named, typed columns of one length.
///
/// Frames are values; copies share their columns.
///
/// ```swift
/// let entities: DataFrame = try [
///   "customer_id": .int64([1, 2, 3]),
///   "event_timestamp": .timestamp(iso8601: ["2024-01-01", "2024-01-15", "2024-02-01"]),
/// ]
/// let ids = try entities["customer_id", as: Int64.self]
/// ```
public struct DataFrame: Sendable, Equatable {
  /// The column names, in order.
  public let columnNames: [String]
  package let columns: [Column]
  public let rowCount: Int

  /// Creates a frame from columns in order.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/shape`` if the lengths differ or a name is used twice.
  public init(columns: [(name: String, column: Column)]) throws(DataFrameError) {
    let count = columns.first?.column.count ?? 0
    var names: Set<ByteKey> = []
    for (name, column) in columns {
      guard names.add(name) else { throw DataFrameError(.shape, "Two columns are named '\(name)'.") }
      guard column.count == count else {
        let first = columns[0].name
        throw DataFrameError(.shape, "Column '\(name)' has \(column.count) rows, but '\(first)' has \(count).")
      }
    }
    self.init(names: columns.map(\.name), columns: columns.map(\.column), rowCount: count)
  }

  /// Takes columns that are known to fit.
  package init(names: [String], columns: [Column], rowCount: Int) {
    self.columnNames = names
    self.columns = columns
    self.rowCount = rowCount
  }

  public static func == (left: DataFrame, right: DataFrame) -> Bool {
    left.columnNames == right.columnNames && left.columns == right.columns && left.rowCount == right.rowCount
  }

  /// The names and types of the columns, in order.
  public var schema: [(name: String, type: ColumnType)] {
    zip(columnNames, columns).map { (name: $0, type: $1.type) }
  }

  public func hasColumn(_ name: String) -> Bool { columnNames.contains(name) }

  /// The column of a name.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/columnNotFound`` that lists the columns there are.
  public func column(_ name: String) throws(DataFrameError) -> Column {
    guard let index = columnNames.firstIndex(of: name) else {
      throw DataFrameError(
        .columnNotFound,
        "No column '\(name)'.\(hint(for: name, among: columnNames)) Columns here: \(listed(columnNames)).")
    }
    return columns[index]
  }

  /// A column as a collection of optionals of one Swift type.
  ///
  /// - Throws: A ``DataFrameError`` if there is no such column, or it holds another type.
  public subscript<Element: ColumnElement>(name: String, as element: Element.Type) -> ColumnValues<Element> {
    get throws(DataFrameError) {
      let column = try column(name)
      do {
        return try column.values(as: element)
      } catch {
        throw DataFrameError(.typeMismatch, "Column '\(name)' holds \(column.type), not \(Element.columnTypeName).")
      }
    }
  }
}

/// A frame written in code; a repeated name or different lengths are a programmer's mistake and trap.
extension DataFrame: ExpressibleByDictionaryLiteral {
  public init(dictionaryLiteral elements: (String, Column)...) {
    do {
      try self.init(columns: elements.map { (name: $0.0, column: $0.1) })
    } catch {
      preconditionFailure(error.message)
    }
  }
}

/// Names for a message: `a, b, c`, or `none`; of more than 60 names the first ones and how many there are besides.
package func listed(_ names: some Sequence<String>) -> String {
  let names = Array(names)
  let more = names.count > 60 ? " … and \(names.count - 60) more" : ""
  return names.isEmpty ? "none" : names.prefix(60).joined(separator: ", ") + more
}
