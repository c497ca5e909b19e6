internal import DataFrames
internal import FeatureStoreCore

/// The online values of a view, in the forms in which Feast's online store keeps them.
struct MemoryOnline: Sendable {
  struct Cell: Sendable {
    let value: FeatureValue
    /// Whole seconds, cut toward zero.
    let eventSeconds: Int64
  }

  /// By entity key, then feature. Values of features that the view has no more stay.
  private var cells: [[FeatureValue]: [ByteKey: Cell]] = [:]

  /// Takes over one row; an older event never replaces a newer one, an equally old one does.
  mutating func write(key: [FeatureValue], time: Timestamp, _ values: [String: FeatureValue]) {
    let seconds = time.seconds < 0 && time.nanoseconds > 0 ? time.seconds + 1 : time.seconds
    for (feature, value) in values {
      if let current = cells[key]?[feature], current.eventSeconds > seconds { continue }
      cells[key, default: [:]][feature] = Cell(value: value, eventSeconds: seconds)
    }
  }

  /// One feature of many entities; an entity without a key has nothing.
  ///
  /// - Parameter oldest: Values of events before this instant are withheld.
  func feature(_ feature: String, of keys: [[FeatureValue]?], named name: String, oldest: Timestamp?)
    -> OnlineFeatures
    .Feature
  {
    let found = keys.map { $0.flatMap { cells[$0]?[feature] } }
    func isTooOld(_ cell: Cell) -> Bool { oldest.map { Timestamp(seconds: cell.eventSeconds) < $0 } ?? false }
    return OnlineFeatures.Feature(
      name: name,
      values: found.map { (cell: Cell?) -> FeatureValue in cell.map { isTooOld($0) ? .null : $0.value } ?? .null },
      statuses: found.map { (cell: Cell?) -> OnlineFeatures.Status in
        guard let cell else { return .notFound }
        return isTooOld(cell) ? .outsideMaxAge : cell.value.isNull ? .null : .present
      },
      eventTimestamps: found.map { $0.map { Timestamp(seconds: $0.eventSeconds) } })
  }

  /// The form in which Feast's online store keeps a value: times in whole seconds, decimals as text, NaN as null.
  ///
  /// - Throws: A ``FeatureStoreError`` for a list that it cannot keep.
  static func form(_ value: FeatureValue, _ type: ColumnType, feature: String) throws -> FeatureValue {
    switch value {
    case .float32(let number): return number.isNaN ? .null : value
    case .float64(let number): return number.isNaN ? .null : value
    case .timestamp(let time): return .timestamp(Timestamp(seconds: time.seconds))
    case .decimal(let number): return .string(number.description)
    case .list(let values):
      guard case .list(let element) = type else { return value }
      return .list(try values.map { try form(element: $0, element, feature: feature) })
    case .null, .bool, .int32, .int64, .string, .binary: return value
    }
  }

  /// A null inside a list is an empty text, false or NaN, and an error among integers.
  private static func form(element value: FeatureValue, _ type: ColumnType, feature: String) throws -> FeatureValue {
    switch (type, value) {
    case (.decimal, _):
      throw FeatureStoreError(
        .notSupported, "Feature '\(feature)' holds lists of decimals, which cannot be served online.",
        context: .init(column: feature))
    case (.int32, .null), (.int64, .null):
      throw FeatureStoreError(
        .typeMismatch, "Feature '\(feature)' holds a list with a null, which cannot be served online.",
        context: .init(column: feature))
    case (.string, .null): return .string("")
    case (.binary, .null): return .binary([])
    case (.bool, .null): return .bool(false)
    case (.float32, .null): return .float32(.nan)
    case (.float64, .null): return .float64(.nan)
    case (_, .timestamp(let time)): return .timestamp(Timestamp(seconds: time.seconds))
    default: return value
    }
  }
}

extension FeatureValue {
  /// The value as a key of a type, by Feast's rules for online requests; nil for a null.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/typeMismatch`` that names the key.
  func key(_ name: String, as type: ColumnType) throws -> FeatureValue? {
    if isNull { return nil }
    let converted: FeatureValue? =
      switch type {
      case .int64: wholeNumber.map(FeatureValue.int64)
      case .int32: wholeNumber.flatMap { Int32(exactly: $0) }.map(FeatureValue.int32)
      case .string: keyText.map(FeatureValue.string)
      case .binary: if case .binary = self { self } else { nil }
      case .timestamp: timestampValue.map(FeatureValue.timestamp) ?? intValue.map { .timestamp(Timestamp(seconds: $0)) }
      default: nil
      }
    guard let converted else {
      throw FeatureStoreError(
        .typeMismatch, "Entity key '\(name)' is \(type), but a \(typeName) value was given that does not fit it.",
        context: .init(column: name))
    }
    return converted
  }

  private var wholeNumber: Int64? {
    switch self {
    case .bool(let flag): flag ? 1 : 0
    case .string(let text): Int64(text)
    case .float32(let number): Int64(exactly: number.rounded(.towardZero))
    case .float64(let number): Int64(exactly: number.rounded(.towardZero))
    default: intValue
    }
  }

  private var keyText: String? {
    switch self {
    case .string(let text): text
    case .int32(let number): String(number)
    case .int64(let number): String(number)
    case .bool(let flag): flag ? "True" : "False"
    case .decimal(let number): number.description
    default: nil
    }
  }
}
