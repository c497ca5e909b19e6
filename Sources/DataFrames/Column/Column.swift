/// One typed column of values, any of which can be null.
///
/// Columns are values; copies share their storage.
///
/// ```swift
/// let age = Column.int64([34, nil, 51])
/// let ages = try age.values(as: Int64.self)      // a collection of Int64?
/// ```
public struct Column: Sendable {
  package let storage: ColumnStorage
  /// Which rows hold a value; nil when all do.
  public let validity: Validity?

  package init(_ storage: ColumnStorage, validity: Validity? = nil) {
    precondition(validity.map { $0.count == storage.count } ?? true, "the bitmap must have a bit for each row")
    self.storage = storage
    self.validity = validity.flatMap { $0.nullCount == 0 ? nil : $0 }
  }

  public var count: Int { storage.count }
  public var type: ColumnType { storage.type }
  public var nullCount: Int { validity?.nullCount ?? 0 }

  /// Whether a row is null; traps when the row is outside the column.
  public func isNull(_ row: Int) -> Bool { validity.map { !$0[row] } ?? false }

  /// A typed view of the column, one optional a row.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/typeMismatch`` if the column holds another type;
  ///   no value is converted.
  public func values<Element: ColumnElement>(as element: Element.Type) throws(DataFrameError) -> ColumnValues<Element> {
    guard Element.canRead(self) else {
      let what =
        Element.columnTypeName == type.description ? "lists with null elements; read them as optionals" : "\(type)"
      throw DataFrameError(.typeMismatch, "The column holds \(what), not \(Element.columnTypeName).")
    }
    return ColumnValues(column: self)
  }
}

extension Column {
  /// Creates a column from optional values.
  public init<Element: ColumnElement>(_ values: some Sequence<Element?>) {
    let rows = Array(values)
    let validity = Validity.bitmap(count: rows.count) { (row: Int) -> Bool in rows[row] != nil }
    self.init(Element.storage(rows.map { $0 ?? Element.placeholder }), validity: validity)
  }

  public static func bool(_ values: [Bool?]) -> Column { Column(values) }
  public static func int32(_ values: [Int32?]) -> Column { Column(values) }
  public static func int64(_ values: [Int64?]) -> Column { Column(values) }
  public static func float32(_ values: [Float?]) -> Column { Column(values) }
  public static func float64(_ values: [Double?]) -> Column { Column(values) }
  public static func string(_ values: [String?]) -> Column { Column(values) }
  public static func binary(_ values: [[UInt8]?]) -> Column { Column(values) }
  public static func date(_ values: [CivilDate?]) -> Column { Column(values) }
  public static func decimal(_ values: [DecimalValue?]) -> Column { Column(values) }
  /// A column of lists; elements can be optionals.
  public static func list<Element: ListElement>(_ values: [[Element]?]) -> Column { Column(values) }

  /// A column of UTC instants in one unit; finer fractions are rounded down.
  public static func timestamp(_ values: [Timestamp?], unit: TimeUnit = .microseconds) -> Column {
    let counts = values.map { $0?.count(in: unit) ?? 0 }
    let validity = Validity.bitmap(count: values.count) { (row: Int) -> Bool in values[row] != nil }
    return Column(.timestamp(counts, unit, utc: true), validity: validity)
  }

  /// A column of UTC instants (microseconds) from ISO 8601 texts; a text without a zone is UTC.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/badTimestamp`` that quotes the first bad text.
  public static func timestamp(iso8601 texts: [String?]) throws(DataFrameError) -> Column {
    var instants: [Timestamp?] = []
    for text in texts {
      if let text { instants.append(try Timestamp(text)) } else { instants.append(nil) }
    }
    return timestamp(instants)
  }

  /// A column of `count` nulls.
  public static func nulls(_ type: ColumnType, count: Int) -> Column {
    Column(type.zeros(count), validity: .allNull(count))
  }
}

extension ColumnType {
  /// Storage of zeros or empty texts.
  fileprivate func zeros(_ count: Int) -> ColumnStorage {
    switch self {
    case .bool: .bool([Bool](repeating: false, count: count))
    case .int32: .int32([Int32](repeating: 0, count: count))
    case .int64: .int64([Int64](repeating: 0, count: count))
    case .float32: .float32([Float](repeating: 0, count: count))
    case .float64: .float64([Double](repeating: 0, count: count))
    case .string: .string(TextBuffer(bytes: [], offsets: [Int](repeating: 0, count: count + 1)))
    case .binary: .binary(TextBuffer(bytes: [], offsets: [Int](repeating: 0, count: count + 1)))
    case .date: .date([Int32](repeating: 0, count: count))
    case .timestamp(let unit, let utc): .timestamp([Int64](repeating: 0, count: count), unit, utc: utc)
    case .decimal(let precision, let scale):
      .decimal([Int128](repeating: 0, count: count), precision: precision, scale: scale)
    case .list(let element):
      .list(ListBuffer(offsets: [Int](repeating: 0, count: count + 1), elements: .nulls(element, count: 0)))
    }
  }
}
