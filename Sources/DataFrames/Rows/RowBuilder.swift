/// The columns that grow while rows are encoded, one builder a property.
final class RowBuilder {
  private var columns: [ColumnBuilder] = []
  private var places: [ByteKey: Int] = [:]
  private var next = 0
  var row = 0 { didSet { next = 0 } }
  /// What went wrong where `Encodable` leaves no way to throw; looked at after each row.
  private(set) var failure: DataFrameError?

  func fail(_ message: String) {
    if failure == nil { failure = DataFrameError(.typeMismatch, message) }
  }

  /// The builder of a property, filled up with nulls to the current row.
  func column(_ name: String) throws(DataFrameError) -> ColumnBuilder {
    let column = known(name)
    guard column.count <= row else {
      throw DataFrameError(.shape, "Column '\(name)', row \(row): the row encodes this property twice.")
    }
    column.padNulls(to: row)
    return column
  }

  /// Properties come in the same order in every row, so that the next column is nearly always the right one.
  private func known(_ name: String) -> ColumnBuilder {
    if next < columns.count, columns[next].name == name {
      next += 1
      return columns[next - 1]
    }
    if let place = places[name] {
      next = place + 1
      return columns[place]
    }
    let column = ColumnBuilder(name: name)
    places[name] = columns.count
    columns.append(column)
    next = columns.count
    return column
  }

  func finish(rowCount: Int) throws(DataFrameError) -> [(name: String, column: Column)] {
    var finished: [(name: String, column: Column)] = []
    for column in columns {
      column.padNulls(to: rowCount)
      finished.append((column.name, try column.finish()))
    }
    return finished
  }
}
