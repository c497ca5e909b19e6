internal import DataFrames

/// Dense ids for the distinct values of one key column, of whichever form.
struct KeyTable: Sendable {
  let type: ColumnType
  let form: KeyForm
  /// Used by the forms number and time.
  private var integers = IntegerTable()
  /// Used by the form bytes.
  private var texts = TextTable()

  init(_ type: ColumnType) {
    self.type = type
    self.form = KeyForm(type)
  }

  var count: Int { form == .bytes ? texts.count : integers.count }

  /// Returns the ids of a comparable column, inserting new values; nil, and nothing inserted, if an instant cannot be
  /// counted exactly in the unit of this table.
  mutating func insert(_ column: Column) -> [Int32]? {
    switch KeyValues(column, as: form) {
    case .integers(let keys) where keys.isInexact && form != .number: nil
    case .integers(let keys): integers.insert(keys)
    case .text(let text, let validity): texts.insert(text, validity)
    case .dictionary(let text, let validity): texts.insert(text, validity)
    }
  }

  /// Returns the ids of a comparable column; −1 for an unknown value and for a null.
  func ids(of column: Column) -> [Int32] {
    switch KeyValues(column, as: form) {
    case .integers(let keys): integers.ids(of: keys)
    case .text(let text, let validity): texts.ids(of: text, validity)
    case .dictionary(let text, let validity): texts.ids(of: text, validity)
    }
  }

  /// Inserts all values of a table of the same form; returns, for each of its ids, the id here.
  mutating func absorb(_ other: KeyTable) -> [Int32] {
    form == .bytes
      ? texts.insert(other.texts.entries, nil)
      : integers.insert(IntegerKeys(other.integers.keysByID, nil))
  }
}
