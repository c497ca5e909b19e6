/// A type whose arrays a column can be read as or made from: lists of any ``ColumnElement``, and bytes.
///
/// `[Float]` reads a list column without null elements, `[Float?]` any; `[UInt8]` reads a binary column.
public protocol ListElement: Hashable, Sendable {
  static var arrayTypeName: String { get }
  static func canReadArrays(of column: Column) -> Bool
  static func array(of storage: ColumnStorage, at row: Int) -> [Self]
  static func arrayStorage(_ values: [[Self]]) -> ColumnStorage
}

extension Array: ColumnElement where Element: ListElement {
  public static var columnTypeName: String { Element.arrayTypeName }
  public static var placeholder: [Element] { [] }
  public static func canRead(_ column: Column) -> Bool { Element.canReadArrays(of: column) }
  public static func element(of storage: ColumnStorage, at row: Int) -> [Element] {
    Element.array(of: storage, at: row)
  }
  public static func storage(_ values: [[Element]]) -> ColumnStorage { Element.arrayStorage(values) }
}

extension UInt8: ListElement {
  public static var arrayTypeName: String { "binary" }
  public static func canReadArrays(of column: Column) -> Bool { column.type == .binary }
  public static func array(of storage: ColumnStorage, at row: Int) -> [UInt8] {
    guard case .binary(let text) = storage else { preconditionFailure("a \(storage.type) column read as binary") }
    return Array(text.bytes[text.range(row)])
  }
  public static func arrayStorage(_ values: [[UInt8]]) -> ColumnStorage {
    var text = TextBuffer(rows: values.count)
    for value in values { text.append(value) }
    return .binary(text)
  }
}

/// Lists of values that cannot be null.
extension ListElement where Self: ColumnElement {
  public static var arrayTypeName: String { "list<\(columnTypeName)>" }
  public static func canReadArrays(of column: Column) -> Bool {
    guard case .list(let lists) = column.storage else { return false }
    return lists.elements.nullCount == 0 && canRead(lists.elements)
  }
  public static func array(of storage: ColumnStorage, at row: Int) -> [Self] {
    guard case .list(let lists) = storage else {
      preconditionFailure("a \(storage.type) column read as \(arrayTypeName)")
    }
    return lists.range(row).map { element(of: lists.elements.storage, at: $0) }
  }
  public static func arrayStorage(_ values: [[Self]]) -> ColumnStorage {
    .list(ListBuffer(offsets: offsets(of: values), elements: Column(self.storage(values.flatMap { $0 }))))
  }
}

/// Lists whose elements can be null.
extension Optional: ListElement where Wrapped: ColumnElement {
  public static var arrayTypeName: String { "list<\(Wrapped.columnTypeName)>" }
  public static func canReadArrays(of column: Column) -> Bool {
    guard case .list(let lists) = column.storage else { return false }
    return Wrapped.canRead(lists.elements)
  }
  public static func array(of storage: ColumnStorage, at row: Int) -> [Wrapped?] {
    guard case .list(let lists) = storage else {
      preconditionFailure("a \(storage.type) column read as \(arrayTypeName)")
    }
    return lists.range(row).map { (index: Int) -> Wrapped? in
      lists.elements.isNull(index) ? nil : Wrapped.element(of: lists.elements.storage, at: index)
    }
  }
  public static func arrayStorage(_ values: [[Wrapped?]]) -> ColumnStorage {
    .list(ListBuffer(offsets: offsets(of: values), elements: Column(values.flatMap { $0 })))
  }
}

private func offsets<Element>(of values: [[Element]]) -> [Int] {
  values.reduce(into: [0]) { (offsets: inout [Int], value: [Element]) in
    offsets.append((offsets.last ?? 0) + value.count)
  }
}

extension Bool: ListElement {}
extension Int32: ListElement {}
extension Int64: ListElement {}
extension Float: ListElement {}
extension Double: ListElement {}
extension String: ListElement {}
extension CivilDate: ListElement {}
extension Timestamp: ListElement {}
extension DecimalValue: ListElement {}
