import FeatureStore

extension DataFrame {
  /// Reads a frame: the path of a Parquet file, or columns as `{"name": …, "type": …, "values": […]}`.
  init(json: JSON) throws {
    if case .string(let path) = json {
      self = try DataFrame(parquet: path)
      return
    }
    try self.init(
      columns: try json.asArray.map { (column: JSON) -> (name: String, column: Column) in
        (
          try column.string("name"),
          try Column(type: try column.string("type"), try column.required("values").asArray)
        )
      })
  }

  /// Reads the rows of a query: instants in one column, in the others what JSON says they are.
  init(rows: [JSON], columns: [String], timestampColumn: String) throws {
    try self.init(
      columns: try columns.map { (name: String) -> (name: String, column: Column) in
        let values = try rows.map { (row: JSON) throws -> JSON in row[name] ?? .null }
        let column =
          name == timestampColumn
          ? try Column(type: "timestamp", values) : try Column(try values.map { try $0.featureValue })
        return (name, column)
      })
  }

  /// The frame as the golden answers hold it.
  var json: JSON {
    get throws {
      let columns = try columnNames.map { (name: $0, column: try column($0)) }
      let rows = (0..<rowCount).map { (row: Int) -> JSON in
        .object(Dictionary(uniqueKeysWithValues: columns.map { ($0.name, JSON(FeatureValue($0.column, row: row))) }))
      }
      return .object(["columns": .array(columnNames.map(JSON.string)), "rows": .array(rows)])
    }
  }
}

extension Column {
  /// Reads a column of a named type, such as `int64` or `list<int64>`.
  init(type: String, _ values: [JSON]) throws {
    let isList = type.hasPrefix("list<")
    switch isList ? String(type.dropFirst(5).dropLast()) : type {
    case "bool": self = try Self.read(Bool.self, isList, values)
    case "int32": self = try Self.read(Int32.self, isList, values)
    case "int64": self = try Self.read(Int64.self, isList, values)
    case "float32": self = try Self.read(Float.self, isList, values)
    case "float64": self = try Self.read(Double.self, isList, values)
    case "string": self = try Self.read(String.self, isList, values)
    case "binary": self = try Self.read([UInt8].self, isList, values)
    case "timestamp": self = try Self.read(Timestamp.self, isList, values)
    default: throw BadRequest(description: "There is no column type '\(type)'.")
    }
  }

  private static func read<Element: JSONElement>(
    _ element: Element.Type, _ isList: Bool, _ values: [JSON]
  ) throws -> Column {
    guard isList else { return Column(try values.map { try Element.optional($0) }) }
    return .list(
      try values.map { (value: JSON) -> [Element?]? in
        if case .null = value { return nil }
        return try value.asArray.map { try Element.optional($0) }
      })
  }
}
