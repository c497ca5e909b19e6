internal import DataFrames
internal import FeatureStoreCore

/// Values as a serving endpoint writes and reads them in JSON.
struct ServedValues {
  let name: String
  let type: ColumnType

  /// The cells as a column of the feature's type.
  ///
  /// - Throws: A ``FeatureStoreError`` that names the feature when a cell does not read as its type.
  func column(_ cells: [JSONValue]) throws -> Column {
    let rows = cells.map { (cell: JSONValue) -> JSONValue in .array([text(cell)]) }
    return try ResultColumn(name: name, type: type).read(try CellChunk(rows: rows, width: 1).columns[0])
  }

  /// The cell as text; numbers with a fraction of zero are whole where the type is.
  private func text(_ cell: JSONValue) -> JSONValue {
    switch (cell, type) {
    case (.number, .int32), (.number, .int64): cell.integer.map { .string("\($0)") } ?? cell
    case (.bool(let flag), _): .string(flag ? "true" : "false")
    case (.array, .list): .string(cell.text)
    default: cell
    }
  }

  /// A key as JSON; times as ISO 8601 text, bytes as base64.
  static func json(_ value: FeatureValue) -> JSONValue {
    switch value {
    case .null, .list: .null
    case .bool(let flag): .bool(flag)
    case .int32(let number): .integer(Int64(number))
    case .int64(let number): .integer(number)
    case .float32(let number): .double(Double(number))
    case .float64(let number): .double(number)
    case .string(let text): .string(text)
    case .binary(let bytes): .string(Base64.text(bytes))
    case .timestamp(let time): .string(time.description)
    case .decimal(let number): .string(number.description)
    }
  }
}
