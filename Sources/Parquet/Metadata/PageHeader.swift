/// `PageHeader` of parquet.thrift.
struct PageHeader {
  var type: Int32 = -1
  var uncompressedSize: Int32 = -1
  var compressedSize: Int32 = -1
  /// CRC-32 of the page as it lies in the file.
  var checksum: Int32?
  var data: DataPageHeader?
  var dataV2: DataPageHeaderV2?
  var dictionary: DictionaryPageHeader?
}

/// `DataPageHeader`.
struct DataPageHeader {
  var valueCount: Int32 = -1
  var encoding: Int32 = -1
  var definitionLevelEncoding: Int32 = -1
  var repetitionLevelEncoding: Int32 = -1
}

/// `DataPageHeaderV2`.
struct DataPageHeaderV2 {
  var valueCount: Int32 = -1
  var nullCount: Int32 = -1
  var rowCount: Int32 = -1
  var encoding: Int32 = -1
  var definitionLevelsSize: Int32 = -1
  var repetitionLevelsSize: Int32 = -1
  var isCompressed = true
}

/// `DictionaryPageHeader`.
struct DictionaryPageHeader {
  var valueCount: Int32 = -1
  var encoding: Int32 = -1
}

extension PageHeader {
  init(_ reader: inout ThriftReader) throws(ParquetError) {
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: type = try reader.int32(field)
      case 2: uncompressedSize = try reader.int32(field)
      case 3: compressedSize = try reader.int32(field)
      case 4: checksum = try reader.int32(field)
      case 5:
        try reader.expectStruct(field)
        data = try DataPageHeader(&reader)
      case 7:
        try reader.expectStruct(field)
        dictionary = try DictionaryPageHeader(&reader)
      case 8:
        try reader.expectStruct(field)
        dataV2 = try DataPageHeaderV2(&reader)
      default: try reader.skip(field)
      }
    }
  }
}

extension DataPageHeader {
  fileprivate init(_ reader: inout ThriftReader) throws(ParquetError) {
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: valueCount = try reader.int32(field)
      case 2: encoding = try reader.int32(field)
      case 3: definitionLevelEncoding = try reader.int32(field)
      case 4: repetitionLevelEncoding = try reader.int32(field)
      default: try reader.skip(field)
      }
    }
  }
}

extension DataPageHeaderV2 {
  fileprivate init(_ reader: inout ThriftReader) throws(ParquetError) {
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: valueCount = try reader.int32(field)
      case 2: nullCount = try reader.int32(field)
      case 3: rowCount = try reader.int32(field)
      case 4: encoding = try reader.int32(field)
      case 5: definitionLevelsSize = try reader.int32(field)
      case 6: repetitionLevelsSize = try reader.int32(field)
      case 7: isCompressed = try reader.bool(field)
      default: try reader.skip(field)
      }
    }
  }
}

extension DictionaryPageHeader {
  fileprivate init(_ reader: inout ThriftReader) throws(ParquetError) {
    var scope = try reader.beginStruct()
    while let field = try reader.nextField(&scope) {
      switch field.id {
      case 1: valueCount = try reader.int32(field)
      case 2: encoding = try reader.int32(field)
      default: try reader.skip(field)
      }
    }
  }
}
