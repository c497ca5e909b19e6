internal import DataFrames

/// Writes the chunk of a column of fixed-width values.
struct FixedColumnWriter<Value: WritableValue> {
  private let options: ParquetWriteOptions
  private var builder: ChunkBuilder
  private var bounds = Bounds<Value>()
  private var dictionary: FixedDictionary<Value>?
  private var usedDictionary = false
  private var body: PageBuffer
  private let scratch: EncodingScratch

  /// The bytes of a value in the file.
  private let width: Int

  init(_ options: ParquetWriteOptions, _ scratch: EncodingScratch, width: Int = MemoryLayout<Value>.size) {
    self.options = options
    self.width = width
    self.scratch = scratch
    body = PageBuffer(scratch.body)
    builder = ChunkBuilder(options, Value.physicalType, scratch)
    let limit = options.dictionaryBytes / width
    if options.usesDictionaries && limit > 0 { dictionary = FixedDictionary(limit: limit) }
  }

  /// Writes the rows of a range of a column.
  mutating func write(
    _ values: [Value], _ levels: RowLevels, _ range: Range<Int>, _ output: FileOutput
  ) throws(ParquetError) -> WrittenChunk {
    let pageValues = max(1, options.pageBytes / width)
    try values.withUnsafeBufferPointer { (all: UnsafeBufferPointer<Value>) throws(ParquetError) in
      var start = range.lowerBound
      while start < range.upperBound {
        let rows = start..<levels.rowEnd(from: start, limit: range.upperBound, values: pageValues)
        let values = levels.values(rows)
        let valid = levels.validCount(values)
        let isDense = valid == values.count
        try writePage(
          isDense ? all.extracting(values) : try compact(all, values, levels.validity, valid), levels, rows)
        start = rows.upperBound
      }
    }
    if usedDictionary, let entries = dictionary?.values ?? lastDictionary { try writeDictionary(entries) }
    return try builder.finish(
      output, minimum: bounds.minimum?.plainBytes(width: width), maximum: bounds.maximum?.plainBytes(width: width))
  }

  /// The dictionary of the pages that were written before it was given up.
  private var lastDictionary: [Value]?

  private mutating func writePage(
    _ dense: UnsafeBufferPointer<Value>, _ levels: RowLevels, _ rows: Range<Int>
  ) throws(ParquetError) {
    bounds.add(dense)
    let shape = try builder.beginPage(&body, levels, rows)
    if let codes = try encode(dense) {
      let width = HybridEncoder.width(entries: dictionary?.values.count ?? 0)
      try body.append(UInt8(width))
      if let base = codes.baseAddress {
        try HybridEncoder(codes: base, count: codes.count, width: width).encode(to: &body)
      }
      usedDictionary = true
      try builder.addPage(body, shape, .rleDictionary)
    } else {
      try Value.append(dense, width: width, to: &body)
      try builder.addPage(body, shape, .plain)
    }
  }

  /// Returns the codes of a page, or nil, for good, when a dictionary does not pay.
  private mutating func encode(_ dense: UnsafeBufferPointer<Value>) throws(ParquetError) -> UnsafeBufferPointer<Int32>?
  {
    guard var dictionary else { return nil }
    self.dictionary = nil
    let before = dictionary.values.count
    let room = try scratch.codes.reserve((dense.count + 1) * MemoryLayout<Int32>.stride).bindMemory(to: Int32.self)
    guard let base = room.baseAddress else { return nil }
    let head = min(dense.count, DictionarySample.size)
    var pays = dictionary.encode(dense.extracting(0..<head), into: base)
    if before == 0 {
      let sample = DictionarySample(values: head, distinct: dictionary.values.count)
      pays = pays && sample.promises(limit: options.dictionaryBytes / width)
    }
    pays = pays && dictionary.encode(dense.extracting(head..<dense.count), into: base + head)
    guard pays else {
      lastDictionary = Array(dictionary.values.prefix(before))
      return nil
    }
    self.dictionary = dictionary
    return UnsafeBufferPointer(start: base, count: dense.count)
  }

  private mutating func writeDictionary(_ entries: [Value]) throws(ParquetError) {
    body.removeAll()
    try entries.withUnsafeBufferPointer { (values: UnsafeBufferPointer<Value>) throws(ParquetError) in
      try Value.append(values, width: width, to: &body)
    }
    try builder.addDictionary(body, count: entries.count)
  }

  /// Moves the values of rows that hold one together.
  private func compact(
    _ all: UnsafeBufferPointer<Value>, _ rows: Range<Int>, _ validity: Validity?, _ valid: Int
  ) throws(ParquetError) -> UnsafeBufferPointer<Value> {
    let room = try scratch.values.reserve((valid + 1) * MemoryLayout<Value>.stride).bindMemory(to: Value.self)
    guard let output = room.baseAddress, let validity else { return all.extracting(rows) }
    var done = 0
    var row = rows.lowerBound
    while row < rows.upperBound {
      let count = min(64, rows.upperBound - row)
      let bits = validity.bits(from: row, count: count)
      for index in 0..<count {
        // Written in any case, and kept when the row holds a value; there is room for one more.
        output[done] = all[row &+ index]
        done &+= Int(truncatingIfNeeded: bits &>> UInt64(index) & 1)
      }
      row += count
    }
    return UnsafeBufferPointer(start: output, count: valid)
  }
}
