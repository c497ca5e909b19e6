/// What a file says about one of its row groups.
public struct ParquetRowGroup: Sendable {
  private let group: RowGroupMetadata
  private let schema: FileSchema
  private let orders: [Bool]

  init(group: RowGroupMetadata, schema: FileSchema, orders: [Bool]) {
    self.group = group
    self.schema = schema
    self.orders = orders
  }

  public var rowCount: Int { Int(group.rowCount) }

  /// The size of its data before compression, as the writer counted it.
  public var byteCount: Int { Int(group.totalByteSize) }

  /// Returns what the writer says about a column's values; nil for a column that is missing or has no statistics.
  ///
  /// - Complexity: O(1), without reading from the file.
  public func statistics(for name: String) -> ParquetStatistics? {
    guard let column = schema.column(name), case .success(let content) = column.content,
      let raw = group.columns[column.leaf].statistics
    else { return nil }
    return ParquetStatistics(raw, content, isOrderDefined: orders.count > column.leaf && orders[column.leaf])
  }
}

/// The bounds of a column in a row group.
///
/// A bound is nil when the writer gave none, or one that cannot be trusted. Nulls have no part in bounds.
public struct ParquetStatistics: Sendable, Hashable {
  /// The smallest value of an integer, date (days) or timestamp (its unit) column.
  public let minimum: Int64?
  /// The largest value of an integer, date (days) or timestamp (its unit) column.
  public let maximum: Int64?
  /// The number of null rows.
  public let nullCount: Int?

  init(_ raw: RawStatistics, _ content: ColumnContent, isOrderDefined: Bool) {
    let kind = content.kind
    guard case .flat = content.shape else {
      // They speak of elements, and count empty and null lists with null elements.
      (minimum, maximum, nullCount) = (nil, nil, nil)
      return
    }
    nullCount = raw.nullCount.flatMap { $0 >= 0 ? Int($0) : nil }
    // The first bounds of the format were compared as signed numbers, whatever the type (parquet.thrift, Statistics).
    let isSigned = kind != .uint32
    let low = (isOrderDefined ? raw.min : nil) ?? (isSigned ? raw.legacyMin : nil)
    let high = (isOrderDefined ? raw.max : nil) ?? (isSigned ? raw.legacyMax : nil)
    let bounds = (low.flatMap { Self.number($0, kind) }, high.flatMap { Self.number($0, kind) })
    if let minimum = bounds.0, let maximum = bounds.1, minimum > maximum {
      self.minimum = nil
      self.maximum = nil
    } else {
      minimum = bounds.0
      maximum = bounds.1
    }
  }

  private static func number(_ bytes: [UInt8], _ kind: ColumnKind) -> Int64? {
    let bits = bytes.reversed().reduce(0) { (sum: UInt64, byte: UInt8) -> UInt64 in sum << 8 | UInt64(byte) }
    switch kind {
    case .int32, .date: return bytes.count == 4 ? Int64(Int32(truncatingIfNeeded: bits)) : nil
    case .uint32: return bytes.count == 4 ? Int64(bits) : nil
    case .int64, .timestamp: return bytes.count == 8 ? Int64(bitPattern: bits) : nil
    default: return nil
    }
  }
}
