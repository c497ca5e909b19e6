/// The values of a growing column. A class and no protocol: the cast to a subclass, once a value, is quick.
class CellStore {
  var count: Int { 0 }
  var typeName: String { "null" }
  func appendNull() {}
  func column() throws(DataFrameError) -> Column { .nulls(.string, count: count) }
}

/// Values of one type.
final class TypedCells<Element: ColumnElement>: CellStore {
  var values: [Element?] = []
  override var count: Int { values.count }
  override var typeName: String { Element.columnTypeName }

  override func appendNull() { values.append(nil) }

  override func column() throws(DataFrameError) -> Column {
    // The type is asked as well: an array without values can be cast to an array of anything.
    if Element.self == Timestamp.self, let instants = values as? [Timestamp?] { return try timestampColumn(instants) }
    if Element.self == DecimalValue.self, let numbers = values as? [DecimalValue?] { return try decimalColumn(numbers) }
    return Column(values)
  }
}

/// Lists, whose elements grow in a builder of their own.
final class ListCells: CellStore {
  let elements: ColumnBuilder
  private var starts: [Int] = []
  private var filled: [Bool] = []

  init(name: String) { elements = ColumnBuilder(name: name) }

  override var count: Int { starts.count }
  override var typeName: String { "list" }

  func startList() { begin(isNull: false) }
  override func appendNull() { begin(isNull: true) }

  private func begin(isNull: Bool) {
    starts.append(elements.count)
    filled.append(!isNull)
  }

  override func column() throws(DataFrameError) -> Column {
    let column = try elements.finish()
    let validity = Validity.bitmap(count: filled.count) { (row: Int) -> Bool in filled[row] }
    return Column(.list(ListBuffer(offsets: starts + [column.count], elements: column)), validity: validity)
  }
}

/// Microseconds, or nanoseconds when a value needs them.
private func timestampColumn(_ instants: [Timestamp?]) throws(DataFrameError) -> Column {
  let isFine = instants.contains { ($0?.nanoseconds ?? 0) % 1_000 != 0 }
  let unit = isFine ? TimeUnit.nanoseconds : .microseconds
  if let row = instants.firstIndex(where: { $0.map { Timestamp($0.count(in: unit), unit) != $0 } ?? false }) {
    throw DataFrameError(.outOfRange, "Row \(row) is outside the range of a timestamp in \(unit.rawValue).")
  }
  return .timestamp(instants, unit: unit)
}

/// At the largest scale among the values.
private func decimalColumn(_ numbers: [DecimalValue?]) throws(DataFrameError) -> Column {
  let scale = numbers.lazy.compactMap { $0?.scale }.max() ?? 0
  if let row = numbers.firstIndex(where: { $0.map { $0.unscaled(atScale: scale) == nil } ?? false }) {
    throw DataFrameError(.outOfRange, "Row \(row) has more than 38 digits at \(scale) digits after the point.")
  }
  return .decimal(numbers)
}
