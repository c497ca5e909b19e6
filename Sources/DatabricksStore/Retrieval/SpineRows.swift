internal import DataFrames
internal import FeatureStoreCore

/// The part of an entity frame that travels to the warehouse: row numbers, times and keys; nothing else leaves.
struct SpineRows: Sendable {
  /// `r`, `t`, `u`, `k0`, `k1`, ….
  let frame: DataFrame
  let sqlTypes: [String]
  /// For each key column of the entity frame and type in which it is compared, its number.
  private let numbers: [Key: Int]
  /// The earliest and the latest time in microseconds; nil when all are null.
  let times: ClosedRange<Int64>?

  private struct Key: Hashable {
    let name: String
    let sqlType: String
  }

  /// - Throws: A ``FeatureStoreError`` that names a key column which is missing, or whose type fits no key.
  init(_ entities: EntityFrame, _ tables: [FeatureTable]) throws {
    let count = entities.frame.rowCount
    let column = try entities.frame.column(entities.timestampColumn)
    let (down, up) = Self.micros(column)
    var columns: [(name: String, column: Column)] = [
      ("r", .int64((0..<Int64(count)).map { $0 })), ("t", down), ("u", up),
    ]
    var numbers: [Key: Int] = [:]
    var types = ["BIGINT", "TIMESTAMP", "TIMESTAMP"]
    for table in tables {
      for key in table.keys {
        let type = try table.keyType(key)
        let place = Key(name: key.name, sqlType: type.sqlType)
        if numbers[place] != nil { continue }
        let given = try entities.keyColumn(key.name, view: table.view)
        guard let fitted = type.fit(given) else { throw Self.mismatch(given, key, table) }
        columns.append(("k\(numbers.count)", fitted))
        numbers[place] = numbers.count
        types.append(type.sqlType)
      }
    }
    frame = try DataFrame(columns: columns)
    sqlTypes = types
    self.numbers = numbers
    times = Self.range(down)
  }

  var keyTypes: [String] { Array(sqlTypes.dropFirst(3)) }

  /// Which of the key columns a table's key meets.
  func number(of key: FeatureTable.Field, type: KeyType) -> Int? { numbers[Key(name: key.name, sqlType: type.sqlType)] }

  /// The times in microseconds, rounded down for the upper end of a search and up for the lower end, so that finer times
  /// match exactly what they would match unrounded.
  private static func micros(_ column: Column) -> (down: Column, up: Column) {
    let type = ColumnType.timestamp(.microseconds, utc: true)
    if let exact = try? column.cast(to: type) { return (exact, exact) }
    let times = (0..<column.count).map { FeatureValue(column, row: $0).timestampValue }
    let down = times.map { $0?.count(in: .microseconds) ?? 0 }
    let up = times.map { $0?.roundedUp(in: .microseconds) ?? 0 }
    return (
      Column(.timestamp(down, .microseconds, utc: true), validity: column.validity),
      Column(.timestamp(up, .microseconds, utc: true), validity: column.validity)
    )
  }

  private static func range(_ column: Column) -> ClosedRange<Int64>? {
    guard case .timestamp(let counts, _, _) = column.storage else { return nil }
    var range: ClosedRange<Int64>?
    for (row, count) in counts.enumerated() where !column.isNull(row) {
      range = range.map { min($0.lowerBound, count)...max($0.upperBound, count) } ?? count...count
    }
    return range
  }

  private static func mismatch(_ column: Column, _ key: FeatureTable.Field, _ table: FeatureTable) -> FeatureStoreError
  {
    FeatureStoreError(
      .typeMismatch,
      "Key column '\(key.name)' of the entity frame holds \(column.type), but view '\(table.view)' has \(key.sqlType) keys. "
        + "Convert the column.", context: .init(view: table.view, column: key.name))
  }
}

extension FeatureTable {
  /// The type in which a key is compared.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/notSupported``.
  func keyType(_ key: Field) throws -> KeyType {
    guard let type = KeyType(key.type) else {
      throw FeatureStoreError(
        .notSupported,
        "Key '\(key.name)' of view '\(view)' is a \(key.sqlType). Keys can be whole numbers, texts, bytes and times.",
        context: .init(view: view, column: key.name))
    }
    return type
  }
}
