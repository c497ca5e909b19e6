/// A Swift type that a column can be read as or made from.
///
/// Conforming: `Bool`, `Int32`, `Int64`, `Float`, `Double`, `String`, ``CivilDate``, ``Timestamp``,
/// ``DecimalValue``, and arrays of these; `[UInt8]` for binary.
public protocol ColumnElement: Hashable, Sendable {
  /// The column types this can read, for error messages.
  static var columnTypeName: String { get }
  /// What is stored under a null.
  static var placeholder: Self { get }
  static func canRead(_ column: Column) -> Bool
  /// Reads a row of the storage of a column that ``canRead(_:)`` accepts.
  static func element(of storage: ColumnStorage, at row: Int) -> Self
  static func storage(_ values: [Self]) -> ColumnStorage
}

/// A column seen as a collection of optionals of one Swift type.
public struct ColumnValues<Element: ColumnElement>: RandomAccessCollection, Sendable {
  public let column: Column

  public var startIndex: Int { 0 }
  public var endIndex: Int { column.count }

  public subscript(row: Int) -> Element? {
    column.isNull(row) ? nil : Element.element(of: column.storage, at: row)
  }
}

extension ColumnElement {
  /// Reached only when ``canRead(_:)`` was not asked first.
  fileprivate static func mismatch(_ storage: ColumnStorage) -> Never {
    preconditionFailure("a \(storage.type) column read as \(Self.columnTypeName)")
  }
}

extension Bool: ColumnElement {
  public static var columnTypeName: String { "bool" }
  public static var placeholder: Bool { false }
  public static func canRead(_ column: Column) -> Bool { column.type == .bool }
  public static func element(of storage: ColumnStorage, at row: Int) -> Bool {
    guard case .bool(let values) = storage else { mismatch(storage) }
    return values[row]
  }
  public static func storage(_ values: [Bool]) -> ColumnStorage { .bool(values) }
}

extension Int32: ColumnElement {
  public static var columnTypeName: String { "int32" }
  public static var placeholder: Int32 { 0 }
  public static func canRead(_ column: Column) -> Bool { column.type == .int32 }
  public static func element(of storage: ColumnStorage, at row: Int) -> Int32 {
    guard case .int32(let values) = storage else { mismatch(storage) }
    return values[row]
  }
  public static func storage(_ values: [Int32]) -> ColumnStorage { .int32(values) }
}

extension Int64: ColumnElement {
  public static var columnTypeName: String { "int64" }
  public static var placeholder: Int64 { 0 }
  public static func canRead(_ column: Column) -> Bool { column.type == .int64 }
  public static func element(of storage: ColumnStorage, at row: Int) -> Int64 {
    guard case .int64(let values) = storage else { mismatch(storage) }
    return values[row]
  }
  public static func storage(_ values: [Int64]) -> ColumnStorage { .int64(values) }
}

extension Float: ColumnElement {
  public static var columnTypeName: String { "float32" }
  public static var placeholder: Float { 0 }
  public static func canRead(_ column: Column) -> Bool { column.type == .float32 }
  public static func element(of storage: ColumnStorage, at row: Int) -> Float {
    guard case .float32(let values) = storage else { mismatch(storage) }
    return values[row]
  }
  public static func storage(_ values: [Float]) -> ColumnStorage { .float32(values) }
}

extension Double: ColumnElement {
  public static var columnTypeName: String { "float64" }
  public static var placeholder: Double { 0 }
  public static func canRead(_ column: Column) -> Bool { column.type == .float64 }
  public static func element(of storage: ColumnStorage, at row: Int) -> Double {
    guard case .float64(let values) = storage else { mismatch(storage) }
    return values[row]
  }
  public static func storage(_ values: [Double]) -> ColumnStorage { .float64(values) }
}

extension String: ColumnElement {
  public static var columnTypeName: String { "string" }
  public static var placeholder: String { "" }
  public static func canRead(_ column: Column) -> Bool { column.type == .string }
  public static func element(of storage: ColumnStorage, at row: Int) -> String {
    switch storage {
    case .string(let text): text[row]
    case .dictionary(let text): text[row]
    default: mismatch(storage)
    }
  }
  public static func storage(_ values: [String]) -> ColumnStorage {
    var text = TextBuffer(rows: values.count)
    for value in values { text.append(value) }
    return .string(text)
  }
}

extension CivilDate: ColumnElement {
  public static var columnTypeName: String { "date" }
  public static var placeholder: CivilDate { CivilDate(daysSinceEpoch: 0) }
  public static func canRead(_ column: Column) -> Bool { column.type == .date }
  public static func element(of storage: ColumnStorage, at row: Int) -> CivilDate {
    guard case .date(let values) = storage else { mismatch(storage) }
    return CivilDate(daysSinceEpoch: values[row])
  }
  public static func storage(_ values: [CivilDate]) -> ColumnStorage { .date(values.map(\.daysSinceEpoch)) }
}

/// Reads timestamp columns of any unit; a column without a zone is read as UTC. Makes microseconds in UTC.
extension Timestamp: ColumnElement {
  public static var columnTypeName: String { "timestamp" }
  public static var placeholder: Timestamp { Timestamp(seconds: 0) }
  public static func canRead(_ column: Column) -> Bool { column.type.isTimestamp }
  public static func element(of storage: ColumnStorage, at row: Int) -> Timestamp {
    guard case .timestamp(let values, let unit, _) = storage else { mismatch(storage) }
    return Timestamp(values[row], unit)
  }
  public static func storage(_ values: [Timestamp]) -> ColumnStorage {
    .timestamp(values.map { $0.count(in: .microseconds) }, .microseconds, utc: true)
  }
}

/// Makes a column of the widest precision, at the scale of the value with the most digits after the point; traps when
/// another value then has more than 38 digits.
extension DecimalValue: ColumnElement {
  public static var columnTypeName: String { "decimal" }
  public static var placeholder: DecimalValue { DecimalValue(unscaled: 0, scale: 0) }
  public static func canRead(_ column: Column) -> Bool {
    if case .decimal = column.type { true } else { false }
  }
  public static func element(of storage: ColumnStorage, at row: Int) -> DecimalValue {
    guard case .decimal(let values, _, let scale) = storage else { mismatch(storage) }
    return DecimalValue(unscaled: values[row], scale: scale)
  }
  public static func storage(_ values: [DecimalValue]) -> ColumnStorage {
    let scale = values.map(\.scale).max() ?? 0
    let numbers = values.map { (value: DecimalValue) -> Int128 in
      guard let number = value.unscaled(atScale: scale) else { preconditionFailure("\(value) at scale \(scale)") }
      return number
    }
    return .decimal(numbers, precision: 38, scale: scale)
  }
}
