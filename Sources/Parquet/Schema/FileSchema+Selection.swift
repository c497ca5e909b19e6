internal import DataFrames

extension FileSchema {
  /// Finds columns by their names, all columns for nil.
  func select(_ names: [String]?, _ path: String) throws(ParquetError) -> [ColumnDescriptor] {
    guard let names else {
      if let name = columns.first(where: { isRepeated($0.name) })?.name {
        throw ParquetError(.invalidInput, "The file has two columns of this name; a frame cannot.")
          .at(path: path, column: name)
      }
      return columns
    }
    var taken: Set<ByteKey> = []
    var result: [ColumnDescriptor] = []
    for name in names {
      guard taken.add(name) else {
        throw ParquetError(.invalidInput, "It is asked for twice.").at(path: path, column: name)
      }
      result.append(try find(name, path))
    }
    return result
  }

  /// Finds the column of a name.
  func find(_ name: String, _ path: String) throws(ParquetError) -> ColumnDescriptor {
    if let column = column(name) { return column }
    if isRepeated(name) {
      throw ParquetError(.invalidInput, "The file has two columns of this name.").at(path: path, column: name)
    }
    throw ParquetError(.columnNotFound, "No such column. Columns here: \(listed(columns.map(\.name))).")
      .at(path: path, column: name)
  }
}
