/// The columns that rows are decoded from, and the row being decoded.
///
/// A type asks for its properties in the same order for every row, so the order of the first row answers the next ones
/// without hashing a name.
final class RowTable {
  let names: [String]
  private let columns: [NamedColumn]
  private let places: [ByteKey: Int]
  private var asked: [(name: String, place: Int)] = []
  private var next = 0
  private(set) var row = 0

  init(names: [String], columns: [Column]) {
    self.names = names
    self.columns = zip(names, columns).map { NamedColumn(name: $0, column: $1) }
    places = [ByteKey: Int](firstOf: names.enumerated().map { ($1, $0) })
  }

  func start(_ row: Int) {
    self.row = row
    next = 0
  }

  func contains(_ name: String) -> Bool { places[name] != nil }

  /// The cell of the current row in a column.
  func cell(_ name: String) throws(DataFrameError) -> Cell {
    Cell(source: columns[try place(name)], index: row, row: row)
  }

  private func place(_ name: String) throws(DataFrameError) -> Int {
    if next < asked.count, asked[next].name == name {
      next += 1
      return asked[next - 1].place
    }
    guard let place = places[name] else {
      throw DataFrameError(.columnNotFound, "No column '\(name)'. Columns here: \(listed(names)).")
    }
    if next == asked.count {
      asked.append((name, place))
      next += 1
    }
    return place
  }
}
