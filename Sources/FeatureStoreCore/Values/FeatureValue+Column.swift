public import DataFrames

extension FeatureValue {
  /// The value of one row of a column; a date becomes midnight UTC.
  public init(_ column: Column, row: Int) {
    if column.isNull(row) {
      self = .null
      return
    }
    switch column.storage {
    case .bool(let values): self = .bool(values[row])
    case .int32(let values): self = .int32(values[row])
    case .int64(let values): self = .int64(values[row])
    case .float32(let values): self = .float32(values[row])
    case .float64(let values): self = .float64(values[row])
    case .string, .dictionary: self = .string(String.element(of: column.storage, at: row))
    case .binary: self = .binary([UInt8].element(of: column.storage, at: row))
    case .date(let values): self = .timestamp(Timestamp(seconds: Int64(values[row]) * 86_400))
    case .timestamp(let values, let unit, _): self = .timestamp(Timestamp(values[row], unit))
    case .decimal: self = .decimal(DecimalValue.element(of: column.storage, at: row))
    case .list(let lists): self = .list(lists.range(row).map { FeatureValue(lists.elements, row: $0) })
    }
  }
}

extension Column {
  /// A column of values of one type, nulls allowed; all-null gives a column of strings.
  ///
  /// - Throws: A ``FeatureStoreError`` with code ``FeatureStoreError/Code/typeMismatch`` if two types are mixed.
  public init(_ values: [FeatureValue]) throws {
    switch values.first(where: { !$0.isNull }) {
    case nil: self = .nulls(.string, count: values.count)
    case .null?: self = .nulls(.string, count: values.count)
    case .bool?: self = .bool(try Self.unwrap(values) { if case .bool(let value) = $0 { value } else { nil } })
    case .int32?: self = .int32(try Self.unwrap(values) { if case .int32(let value) = $0 { value } else { nil } })
    case .int64?: self = .int64(try Self.unwrap(values) { if case .int64(let value) = $0 { value } else { nil } })
    case .float32?: self = .float32(try Self.unwrap(values) { if case .float32(let value) = $0 { value } else { nil } })
    case .float64?: self = .float64(try Self.unwrap(values) { if case .float64(let value) = $0 { value } else { nil } })
    case .string?: self = .string(try Self.unwrap(values) { $0.stringValue })
    case .binary?: self = .binary(try Self.unwrap(values) { if case .binary(let value) = $0 { value } else { nil } })
    case .timestamp?: self = .timestamp(try Self.unwrap(values) { $0.timestampValue })
    case .decimal?: self = .decimal(try Self.unwrap(values) { if case .decimal(let value) = $0 { value } else { nil } })
    case .list?: self = try Self.lists(try Self.unwrap(values) { $0.listValue })
    }
  }

  private static func lists(_ rows: [[FeatureValue]?]) throws -> Column {
    let offsets = rows.reduce(into: [0]) { (offsets: inout [Int], row: [FeatureValue]?) in
      offsets.append((offsets.last ?? 0) + (row?.count ?? 0))
    }
    let elements = try Column(rows.flatMap { $0 ?? [] })
    let validity = Validity.bitmap(count: rows.count) { (row: Int) -> Bool in rows[row] != nil }
    return Column(.list(ListBuffer(offsets: offsets, elements: elements)), validity: validity)
  }

  private static func unwrap<Element>(
    _ values: [FeatureValue], _ read: (FeatureValue) -> Element?
  ) throws -> [Element?] {
    let kind = values.first { !$0.isNull }?.typeName ?? "null"
    return try values.enumerated().map { (row: Int, value: FeatureValue) -> Element? in
      if value.isNull { return nil }
      guard let element = read(value) else {
        throw FeatureStoreError(.typeMismatch, "Value \(row) is \(value.typeName), the ones before it are \(kind).")
      }
      return element
    }
  }
}
