/// One column while it grows; its type is that of the first value.
final class ColumnBuilder {
  let name: String
  private var cells: CellStore?
  /// Nulls before the type is known.
  private var leadingNulls = 0

  init(name: String) { self.name = name }

  var count: Int { cells?.count ?? leadingNulls }

  func append<Element: ColumnElement>(_ value: Element, row: Int) throws(DataFrameError) {
    try store(Element.columnTypeName, row) { TypedCells<Element>() }.values.append(value)
  }

  /// Small integers are kept as int32, others as int64.
  func append(integer value: some FixedWidthInteger, row: Int) throws(DataFrameError) {
    if let small = Int32(exactly: value), type(of: value).isSmall { return try append(small, row: row) }
    guard let wide = Int64(exactly: value) else {
      throw DataFrameError(.outOfRange, "Column '\(name)', row \(row): the integer is outside the range of int64.")
    }
    try append(wide, row: row)
  }

  func appendNull() {
    if let cells { cells.appendNull() } else { leadingNulls += 1 }
  }

  /// Starts an empty list, and returns where its elements go.
  func appendList(row: Int) throws(DataFrameError) -> ListCells {
    let lists = try store("list", row) { ListCells(name: name) }
    lists.startList()
    return lists
  }

  /// Fixes the type of a column that has no value yet.
  func expect<Element: ColumnElement>(_ type: Element.Type) { expect { TypedCells<Element>() } }

  func expectList<Element: ColumnElement>(of type: Element.Type) {
    expect {
      let lists = ListCells(name: name)
      lists.elements.expect(type)
      return lists
    }
  }

  private func expect(_ make: () -> CellStore) {
    guard cells == nil else { return }
    let store = make()
    for _ in 0..<leadingNulls { store.appendNull() }
    cells = store
  }

  func padNulls(to count: Int) { while self.count < count { appendNull() } }

  /// The column; one without a type is of strings.
  func finish() throws(DataFrameError) -> Column {
    guard let cells else { return .nulls(.string, count: leadingNulls) }
    return try naming(name) { () throws(DataFrameError) -> Column in try cells.column() }
  }

  private func store<Store: CellStore>(
    _ typeName: String, _ row: Int, _ make: () -> Store
  ) throws(DataFrameError) -> Store {
    expect(make)
    guard let store = cells as? Store else {
      let other = cells?.typeName ?? "null"
      throw DataFrameError(
        .typeMismatch, "Column '\(name)', row \(row): \(typeName), but the rows before hold \(other).")
    }
    return store
  }
}

extension FixedWidthInteger {
  /// Whether every value fits into int32.
  fileprivate static var isSmall: Bool { bitWidth < 32 || (bitWidth == 32 && isSigned) }
}
