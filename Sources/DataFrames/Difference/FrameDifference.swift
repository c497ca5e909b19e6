/// How a frame differs from the one it was expected to be: columns, types, rows, and the first cells.
public struct FrameDifference: Sendable, Hashable {
  /// A value that is another one; texts are in quotes, nil is a null.
  public struct Cell: Sendable, Hashable {
    public let column: String
    public let row: Int
    public let value: String?
    public let expected: String?
  }

  /// A column that holds another type; its cells are not compared.
  public struct TypeChange: Sendable, Hashable {
    public let column: String
    public let type: ColumnType
    public let expected: ColumnType
  }

  /// Columns that were expected and are not there.
  public let missingColumns: [String]
  /// Columns that are there and were not expected.
  public let extraColumns: [String]
  public let types: [TypeChange]
  /// The columns both frames have, in their order here; nil when they stand in the expected order.
  public let columnOrder: [String]?
  public let rowCount: Int
  public let expectedRowCount: Int
  /// The first differing cells, column by column, of the rows that both frames have.
  public let cells: [Cell]
  /// How many cells differ in all, shown or not.
  public let cellCount: Int

  var isEmpty: Bool {
    missingColumns.isEmpty && extraColumns.isEmpty && types.isEmpty && columnOrder == nil
      && rowCount == expectedRowCount && cellCount == 0
  }
}

extension FrameDifference: CustomStringConvertible {
  /// One line for each difference.
  public var description: String {
    var lines: [String] = []
    if rowCount != expectedRowCount { lines.append("\(rowCount) rows instead of \(expectedRowCount)") }
    lines += missingColumns.map { "column '\($0)' is missing" }
    lines += extraColumns.map { "column '\($0)' is not expected" }
    lines += types.map { "column '\($0.column)' holds \($0.type) instead of \($0.expected)" }
    if let columnOrder { lines.append("the columns stand in another order: \(listed(columnOrder))") }
    lines += cells.map {
      "column '\($0.column)', row \($0.row): \($0.value ?? "null") instead of \($0.expected ?? "null")"
    }
    if cellCount > cells.count { lines.append("… \(cellCount - cells.count) more cells differ") }
    return lines.joined(separator: "\n")
  }
}
