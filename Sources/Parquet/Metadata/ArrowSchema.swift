/// What Arrow's writers put into a file beside the Parquet schema: the columns as Arrow types, under `ARROW:schema`.
///
/// It is a hint, never needed to find values: one that is damaged, or speaks of other columns, says nothing.
struct ArrowSchema: Sendable {
  static let key = "ARROW:schema"

  private let fields: [ArrowField?]

  /// Reads the schema message of Arrow's IPC format, in base64; nil for anything else.
  init?(base64: String) {
    guard let bytes = Base64.decode(base64.utf8) else { return nil }
    self.init(message: bytes)
  }

  init?(message bytes: [UInt8]) {
    guard let message = FlatTable(root: Self.flatbuffer(bytes)), message.number(1, standard: UInt8(0)) == 1,
      let schema = message.table(2), schema.number(0, standard: Int16(0)) == 0
    else { return nil }
    fields = (0..<schema.tableCount(1)).map { schema.table(1, at: $0).map(ArrowField.init) }
  }

  /// The field of a column of the file, by its place; nil if the schema has another name there.
  func field(_ index: Int, of count: Int, _ name: String) -> ArrowField? {
    guard fields.count == count, let field = fields[index], field.name.elementsEqual(name.utf8) else { return nil }
    return field
  }

  /// The flatbuffer behind the message's length, before which newer writers put four bytes of ones.
  private static func flatbuffer(_ bytes: [UInt8]) -> ArraySlice<UInt8> {
    bytes.dropFirst(bytes.prefix(4).elementsEqual([255, 255, 255, 255]) ? 8 : 4)
  }
}

/// A column as Arrow knows it.
struct ArrowField: Sendable {
  /// The bytes of its name.
  let name: ArraySlice<UInt8>
  let type: ArrowType
  /// The name of the extension type, such as `arrow.uuid`.
  let extensionName: String?
  /// The type of a list's elements.
  private let elementTable: FlatTable?

  var element: ArrowField? { elementTable.map(ArrowField.init) }

  fileprivate init(_ table: FlatTable) {
    name = table.string(0) ?? []
    type = ArrowType(number: table.number(2, standard: UInt8(0)), table.table(3))
    extensionName = Self.extensionName(table)
    elementTable = type == .list ? table.table(5, at: 0) : nil
  }

  /// Looks at a few entries of the field's metadata; real ones have one or two.
  private static func extensionName(_ table: FlatTable) -> String? {
    for index in 0..<min(table.tableCount(6), 16) {
      guard let entry = table.table(6, at: index), let key = entry.string(0),
        key.elementsEqual("ARROW:extension:name".utf8)
      else { continue }
      return entry.string(1).map { String(decoding: $0.prefix(100), as: UTF8.self) }
    }
    return nil
  }
}

/// The Arrow types that can say more than Parquet's.
enum ArrowType: Hashable, Sendable {
  enum Unit: Int16, Sendable { case seconds, milliseconds, microseconds, nanoseconds }

  case integer(bits: Int32, signed: Bool)
  case half
  case string
  case decimal(precision: Int, scale: Int)
  /// Days since 1970-01-01.
  case days
  /// Milliseconds since then, of whole days.
  case millisecondsOfDays
  case time(Unit)
  case timestamp(Unit, utc: Bool)
  case duration(Unit)
  case list
  case other

  /// Reads the union `Type` of Schema.fbs.
  init(number: UInt8, _ table: FlatTable?) {
    func unit(_ slot: Int, standard: Int16) -> Unit? {
      Unit(rawValue: table?.number(slot, standard: standard) ?? standard)
    }
    let type: ArrowType?
    switch number {
    case 2: type = .integer(bits: table?.number(0, standard: 0) ?? 0, signed: table?.number(1, standard: UInt8(0)) == 1)
    case 3: type = table?.number(0, standard: Int16(0)) == 1 ? nil : table.map { _ in ArrowType.half }
    case 5, 20, 24: type = .string
    case 7:
      type = table.map {
        .decimal(precision: Int($0.number(0, standard: Int32(0))), scale: Int($0.number(1, standard: Int32(0))))
      }
    case 8: type = table?.number(0, standard: Int16(1)) == 0 ? .days : .millisecondsOfDays
    case 9: type = unit(0, standard: 1).map { .time($0) }
    case 10: type = unit(0, standard: 0).map { .timestamp($0, utc: table?.string(1)?.isEmpty == false) }
    case 12, 16, 21, 25, 26: type = .list
    case 18: type = unit(0, standard: 1).map { .duration($0) }
    default: type = nil
    }
    self = type ?? .other
  }
}

extension FileMetadata {
  /// The Arrow schema that the writer attached, if it can be read.
  var arrowSchema: ArrowSchema? {
    keyValues.first { $0.key == ArrowSchema.key }?.value.flatMap(ArrowSchema.init)
  }
}
