// The enumerations of parquet.thrift, with its numbers. An unknown number stays a number, so that only the column that
// uses it becomes unreadable.

/// `Type` of parquet.thrift: how values lie in a page.
enum PhysicalType: Int32, Sendable {
  case boolean = 0
  case int32 = 1
  case int64 = 2
  case int96 = 3
  case float = 4
  case double = 5
  case byteArray = 6
  case fixedLengthByteArray = 7
}

/// `FieldRepetitionType` of parquet.thrift.
enum Repetition: Int32, Sendable {
  case required = 0
  case optional = 1
  case repeated = 2
}

/// `Encoding` of parquet.thrift.
enum Encoding: Int32, Sendable {
  case plain = 0
  case plainDictionary = 2
  case rle = 3
  case bitPacked = 4
  case deltaBinaryPacked = 5
  case deltaLengthByteArray = 6
  case deltaByteArray = 7
  case rleDictionary = 8
  case byteStreamSplit = 9

  /// The name that the format gives to an encoding, for messages.
  static func name(_ number: Int32) -> String {
    switch Encoding(rawValue: number) {
    case .plain: "PLAIN"
    case .plainDictionary: "PLAIN_DICTIONARY"
    case .rle: "RLE"
    case .bitPacked: "BIT_PACKED"
    case .deltaBinaryPacked: "DELTA_BINARY_PACKED"
    case .deltaLengthByteArray: "DELTA_LENGTH_BYTE_ARRAY"
    case .deltaByteArray: "DELTA_BYTE_ARRAY"
    case .rleDictionary: "RLE_DICTIONARY"
    case .byteStreamSplit: "BYTE_STREAM_SPLIT"
    case nil: "number \(number)"
    }
  }
}

/// `PageType` of parquet.thrift.
enum PageType: Int32, Sendable {
  case data = 0
  case index = 1
  case dictionary = 2
  case dataV2 = 3
}
