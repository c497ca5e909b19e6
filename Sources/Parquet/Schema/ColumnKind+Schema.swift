internal import DataFrames

extension ColumnKind {
  /// Finds the kind of a leaf, by LogicalTypes.md.
  init(_ element: SchemaElement) throws(UnsupportedFeature) {
    guard let number = element.type, let type = PhysicalType(rawValue: number) else {
      throw UnsupportedFeature(feature: "the physical type number \(element.type ?? -1)")
    }
    switch element.logicalType {
    case .other(let name)?: throw UnsupportedFeature(feature: "the type \(name)")
    case .unknown?: self = .null
    case .decimal(let precision, let scale)?: self = try Self.decimal(element, type, precision, scale)
    case .unheardOf?, .opaque?: self = try Self.kind(element, type, nil)
    case let logical: self = try Self.kind(element, type, logical)
    }
  }

  private static func kind(
    _ element: SchemaElement, _ type: PhysicalType, _ logical: LogicalType?
  ) throws(UnsupportedFeature) -> ColumnKind {
    switch (type, logical) {
    case (.boolean, nil): return .bool
    case (.int32, let logical): return try int32(logical)
    case (.int64, let logical): return try int64(logical)
    case (.int96, nil): return .int96(.nanoseconds)
    case (.float, nil): return .float32
    case (.double, nil): return .float64
    case (.byteArray, .string), (.byteArray, .enumeration), (.byteArray, .json): return .string
    case (.byteArray, nil), (.byteArray, .bson): return .binary
    case (.fixedLengthByteArray, nil): return .fixedBinary(length: try length(element))
    case (.fixedLengthByteArray, .uuid) where try length(element) == 16: return .uuid
    case (.fixedLengthByteArray, .float16) where try length(element) == 2: return .float16
    case (_, let logical): throw mismatch(logical, type)
    }
  }

  private static func int32(_ logical: LogicalType?) throws(UnsupportedFeature) -> ColumnKind {
    switch logical {
    case nil, .integer(bits: 8, _), .integer(bits: 16, _), .integer(bits: 32, signed: true): return .int32
    case .integer(bits: 32, signed: false): return .uint32
    case .date: return .date
    case .time(.milliseconds): return .time(.milliseconds)
    case let other: throw mismatch(other, .int32)
    }
  }

  private static func int64(_ logical: LogicalType?) throws(UnsupportedFeature) -> ColumnKind {
    switch logical {
    case nil, .integer(bits: 64, signed: true): return .int64
    case .integer(bits: 64, signed: false): return .uint64
    case .timestamp(let unit, let utc): return .timestamp(unit.timeUnit, utc: utc)
    case .time(.microseconds): return .time(.microseconds)
    case .time(.nanoseconds): return .time(.nanoseconds)
    case let other: throw mismatch(other, .int64)
    }
  }

  /// LogicalTypes.md, "DECIMAL".
  private static func decimal(
    _ element: SchemaElement, _ type: PhysicalType, _ precision: Int, _ scale: Int
  ) throws(UnsupportedFeature) -> ColumnKind {
    guard precision > 0, scale >= 0, scale <= precision else {
      throw UnsupportedFeature(feature: "the type DECIMAL(\(precision), \(scale)), which the format does not allow")
    }
    guard precision <= 38 else {
      throw UnsupportedFeature(feature: "the type DECIMAL(\(precision), \(scale)) of more than 38 digits")
    }
    switch type {
    case .int32: return .decimal(.int32, precision: precision, scale: scale)
    case .int64: return .decimal(.int64, precision: precision, scale: scale)
    case .byteArray: return .decimal(.bytes, precision: precision, scale: scale)
    case .fixedLengthByteArray:
      return .decimal(.fixed(length: try length(element)), precision: precision, scale: scale)
    default: throw mismatch(element.logicalType, type)
    }
  }

  private static func length(_ element: SchemaElement) throws(UnsupportedFeature) -> Int {
    guard let length = element.typeLength, length > 0 else {
      throw UnsupportedFeature(feature: "FIXED_LEN_BYTE_ARRAY without a length")
    }
    return Int(length)
  }

  private static func mismatch(_ logical: LogicalType?, _ type: PhysicalType) -> UnsupportedFeature {
    UnsupportedFeature(feature: "the type \(logical.map { "\($0)" } ?? "none") stored as \(type)")
  }
}

extension LogicalType.TimestampUnit {
  fileprivate var timeUnit: TimeUnit {
    switch self {
    case .milliseconds: .milliseconds
    case .microseconds: .microseconds
    case .nanoseconds: .nanoseconds
    }
  }
}
