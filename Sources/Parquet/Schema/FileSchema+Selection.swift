internal import DataFrames

extension FileSchema {
  /// Finds columns by their names, all columns for nil.
  func select(_ names: [String]?, _ path: String) throws(ParquetError) -> [ColumnDescriptor] {
    var taken: Set<ByteKey> = []
    var result: [ColumnDescriptor] = []
    for name in names ?? columns.map(\.name) {
      guard taken.add(name) else {
        let text = names == nil ? "The file has two columns of this name; a frame cannot." : "It is asked for twice."
        throw ParquetError(.invalidInput, text).at(path: path, column: name)
      }
      let found = columns.filter { $0.name == name }
      guard let column = found.first else {
        throw ParquetError(.columnNotFound, "No such column. Columns here: \(listed(columns.map(\.name))).")
          .at(path: path, column: name)
      }
      guard found.count == 1 else {
        throw ParquetError(.invalidInput, "The file has two columns of this name.").at(path: path, column: name)
      }
      result.append(column)
    }
    return result
  }
}
