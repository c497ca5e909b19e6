internal import DataFrames

extension ColumnKind {
  /// What the values are by the Arrow schema, where the Parquet schema only says how they are stored.
  func refined(by arrow: ArrowField, _ leaf: SchemaElement) -> ColumnKind {
    guard leaf.logicalType == nil else { return self }
    if case .fixedBinary(16) = self, arrow.extensionName == "arrow.uuid" { return .uuid }
    return switch (self, arrow.type) {
    case (.int32, .integer(bits: 32, signed: false)): .uint32
    case (.int32, .days): .date
    case (.int32, .time(.seconds)): .secondsOfDay
    case (.int32, .time(.milliseconds)): .time(.milliseconds)
    case (.int64, .integer(bits: 64, signed: false)): .uint64
    case (.int64, .millisecondsOfDays): .timestamp(.milliseconds, utc: false)
    case (.int64, .time(.microseconds)): .time(.microseconds)
    case (.int64, .time(.nanoseconds)): .time(.nanoseconds)
    case (.int64, .timestamp(.seconds, let utc)): .seconds(utc: utc)
    case (.int64, .timestamp(let unit, let utc)): .timestamp(unit.timeUnit, utc: utc)
    case (.binary, .string): .string
    case (.fixedBinary(length: 2), .half): .float16
    case (.fixedBinary(length: 16), .integer(bits: 128, let signed)): .int128(signed: signed)
    case (_, .decimal(let precision, let scale)):
      decimalStorage(leaf, precision, scale).map { .decimal($0, precision: precision, scale: scale) } ?? self
    default: self
    }
  }

  private func decimalStorage(_ leaf: SchemaElement, _ precision: Int, _ scale: Int) -> DecimalStorage? {
    guard (1...38).contains(precision), (0...precision).contains(scale) else { return nil }
    return switch self {
    case .int32: .int32
    case .int64: .int64
    case .binary: .bytes
    case .fixedBinary(let length): .fixed(length: length)
    default: nil
    }
  }
}

extension ArrowField {
  /// What a reader of the values should know, when the kind does not say it.
  func note(_ kind: ColumnKind) -> String? {
    if case .duration(let unit) = type, kind == .int64 { return "duration in \(unit)" }
    guard let extensionName, kind != .uuid else { return nil }
    return "extension type \(extensionName), as it is stored"
  }
}

extension ArrowType.Unit {
  /// The unit of a frame's timestamps; seconds become milliseconds.
  fileprivate var timeUnit: TimeUnit {
    switch self {
    case .seconds, .milliseconds: .milliseconds
    case .microseconds: .microseconds
    case .nanoseconds: .nanoseconds
    }
  }
}
