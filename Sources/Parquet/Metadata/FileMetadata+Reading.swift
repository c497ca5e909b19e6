extension FileMetadata {
  /// Reads a footer.
  static func read(_ bytes: [UInt8]) throws(ParquetError) -> FileMetadata {
    try bytes.withUnsafeBufferPointer { (buffer: UnsafeBufferPointer<UInt8>) throws(ParquetError) -> FileMetadata in
      var reader = ThriftReader(UnsafeRawBufferPointer(buffer))
      return try FileMetadata(&reader)
    }
  }

  private init(_ reader: inout ThriftReader) throws(ParquetError) {
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 2:
        for _ in 0..<(try reader.listCount(field, of: .structure)) { schema.append(try SchemaElement(&reader)) }
      case 3: rowCount = try reader.int(field)
      case 4:
        for _ in 0..<(try reader.listCount(field, of: .structure)) { rowGroups.append(try RowGroupMetadata(&reader)) }
      case 5:
        for _ in 0..<(try reader.structCount(field)) { keyValues.append(try Self.keyValue(&reader)) }
      case 6: createdBy = try reader.stringIfAny(field)
      case 7:
        for _ in 0..<(try reader.structCount(field)) {
          hasTypeDefinedOrder.append(try Self.isTypeDefined(&reader))
        }
      default: try reader.skip(field)
      }
    }
  }

  private static func keyValue(_ reader: inout ThriftReader) throws(ParquetError) -> (key: String, value: String?) {
    var key = ""
    var value: String?
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: key = try reader.stringIfAny(field) ?? key
      case 2: value = try reader.stringIfAny(field)
      default: try reader.skip(field)
      }
    }
    return (key, value)
  }

  /// Reads the union `ColumnOrder`, whose first case is the only order with a meaning.
  private static func isTypeDefined(_ reader: inout ThriftReader) throws(ParquetError) -> Bool {
    var result = false
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      if field.id == 1 { result = true }
      try reader.skip(field)
    }
    return result
  }
}

extension SchemaElement {
  fileprivate init(_ reader: inout ThriftReader) throws(ParquetError) {
    var converted: Int32?
    var scale: Int32 = 0
    var precision: Int32 = 0
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: type = try reader.int32(field)
      case 2: typeLength = try reader.int32(field)
      case 3: repetition = try reader.int32(field)
      case 4: name = try reader.string(field)
      case 5: childCount = try reader.int32(field)
      case 6: converted = try reader.int32(field)
      case 7: scale = try reader.int32(field)
      case 8: precision = try reader.int32(field)
      case 10: if try reader.isStruct(field) { logicalType = try LogicalType.read(&reader) }
      default: try reader.skip(field)
      }
    }
    // A logical type from after this reader leaves what the converted type says.
    if logicalType == nil || logicalType?.isUnheardOf == true, let converted {
      logicalType = LogicalType(converted: converted, precision: precision, scale: scale)
    }
  }
}

extension RowGroupMetadata {
  fileprivate init(_ reader: inout ThriftReader) throws(ParquetError) {
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1:
        for _ in 0..<(try reader.listCount(field, of: .structure)) { columns.append(try ColumnChunkMetadata(&reader)) }
      case 2: totalByteSize = try reader.intIfAny(field) ?? 0
      case 3: rowCount = try reader.int(field)
      default: try reader.skip(field)
      }
    }
  }
}

extension ColumnChunkMetadata {
  fileprivate init(_ reader: inout ThriftReader) throws(ParquetError) {
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: filePath = try reader.stringIfAny(field).flatMap { $0.isEmpty ? nil : $0 }
      case 3:
        try reader.expectStruct(field)
        try readMetadata(&reader)
      case 8, 9:
        isEncrypted = true
        try reader.skip(field)
      default: try reader.skip(field)
      }
    }
  }

  private mutating func readMetadata(_ reader: inout ThriftReader) throws(ParquetError) {
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: type = try reader.int32(field)
      case 4: codec = try reader.int32(field)
      case 5: valueCount = try reader.int(field)
      case 6: totalUncompressedSize = try reader.intIfAny(field) ?? 0
      case 7: totalCompressedSize = try reader.int(field)
      case 9: dataPageOffset = try reader.int(field)
      case 11: dictionaryPageOffset = try reader.intIfAny(field)
      case 12: if try reader.isStruct(field) { statistics = try RawStatistics(&reader) }
      case 13 where field.type == .list:
        var all = true
        for _ in 0..<(try reader.structCount(field)) {
          if !(try Self.usesDictionary(&reader)) { all = false }
        }
        allPagesUseDictionary = all
      default: try reader.skip(field)
      }
    }
  }

  /// Reads a `PageEncodingStats`: whether it speaks of no data page or of dictionary-encoded ones.
  private static func usesDictionary(_ reader: inout ThriftReader) throws(ParquetError) -> Bool {
    var page: Int32 = -1
    var encoding: Int32 = -1
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: page = Int32(clamping: try reader.intIfAny(field) ?? -1)
      case 2: encoding = Int32(clamping: try reader.intIfAny(field) ?? -1)
      default: try reader.skip(field)
      }
    }
    let isData = page == PageType.data.rawValue || page == PageType.dataV2.rawValue
    return !isData || encoding == Encoding.plainDictionary.rawValue || encoding == Encoding.rleDictionary.rawValue
  }
}

extension RawStatistics {
  fileprivate init(_ reader: inout ThriftReader) throws(ParquetError) {
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: legacyMax = try reader.binaryIfAny(field)
      case 2: legacyMin = try reader.binaryIfAny(field)
      case 3: nullCount = try reader.intIfAny(field)
      case 5: max = try reader.binaryIfAny(field)
      case 6: min = try reader.binaryIfAny(field)
      default: try reader.skip(field)
      }
    }
  }
}
