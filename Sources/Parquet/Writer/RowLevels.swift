internal import DataFrames

/// The rows of a column that is written: which values belong to them, and the levels that say so.
struct RowLevels {
  /// Which values hold one: the rows of a flat column, the elements of lists.
  let validity: Validity?
  private let lists: (offsets: [Int], validity: Validity?)?

  /// The rows of a flat column.
  init(_ validity: Validity?) {
    self.validity = validity
    lists = nil
  }

  /// The rows of a column of lists.
  init(_ buffer: ListBuffer, _ rowValidity: Validity?) {
    validity = buffer.elements.validity
    lists = (buffer.offsets, rowValidity)
  }

  /// The values of a range of rows.
  func values(_ rows: Range<Int>) -> Range<Int> {
    guard let lists else { return rows }
    return lists.offsets[rows.lowerBound]..<lists.offsets[rows.upperBound]
  }

  /// How many values of a range are not null.
  func validCount(_ values: Range<Int>) -> Int { validity?.validCount(values) ?? values.count }

  /// The end of the most rows from `start` on that have no more than a number of values; at least one row.
  func rowEnd(from start: Int, limit: Int, values count: Int) -> Int {
    let end = min(limit, start + max(1, count))
    return lists == nil ? end : rowEnd(from: start, limit: end, valueEnd: values(start..<start + 1).lowerBound + count)
  }

  /// The end of the most rows from `start` on whose values end at or before a place; at least one row.
  func rowEnd(from start: Int, limit: Int, valueEnd: Int) -> Int {
    guard let lists else { return min(limit, max(start + 1, valueEnd)) }
    // The ends of the rows never fall, so halving finds it.
    var low = start + 1
    var high = limit
    while low < high {
      let middle = (low + high + 1) / 2
      if lists.offsets[middle] <= valueEnd { low = middle } else { high = middle - 1 }
    }
    return low
  }
}

/// The numbers of a data page and the sizes of its levels.
struct PageShape {
  var rows = 0
  /// The level entries: a row of a flat column; an element, an empty list or a null one of lists.
  var entries = 0
  /// The entries that hold a value.
  var valid = 0
  var repetitionSize = 0
  var definitionSize = 0
}

extension RowLevels {
  /// Appends the levels of rows to the body of a page, each kind with its length before it when asked for.
  func encode(
    _ rows: Range<Int>, withLengths: Bool, to body: inout PageBuffer, _ scratch: EncodingScratch
  ) throws(ParquetError) -> PageShape {
    let values = values(rows)
    var shape = PageShape(rows: rows.count, entries: rows.count, valid: validCount(values))
    var levels = PageBuffer(scratch.levels)
    if let lists {
      let (repetition, definition) = try levelCodes(rows, lists, scratch)
      shape.entries = repetition.count
      try levels.appendRuns(repetition, width: 1)
      shape.repetitionSize = try levels.move(to: &body, withLength: withLengths)
      try levels.appendRuns(definition, width: LevelSection.width(ListShape.written.maximumDefinition))
    } else {
      try LevelEncoder.encode(validity, rows, valid: shape.valid, to: &levels)
    }
    shape.definitionSize = try levels.move(to: &body, withLength: withLengths)
    return shape
  }

  /// The levels of lists: an entry for each element, and one for each list without any.
  private func levelCodes(
    _ rows: Range<Int>, _ lists: (offsets: [Int], validity: Validity?), _ scratch: EncodingScratch
  ) throws(ParquetError) -> (repetition: UnsafeBufferPointer<Int32>, definition: UnsafeBufferPointer<Int32>) {
    let most = values(rows).count + rows.count
    let repetition = try scratch.repetition.reserve(most * MemoryLayout<Int32>.stride).bindMemory(to: Int32.self)
    let definition = try scratch.definition.reserve(most * MemoryLayout<Int32>.stride).bindMemory(to: Int32.self)
    let elementLevel = Int32(ListShape.written.elementLevel)
    var count = 0
    for row in rows {
      let elements = lists.offsets[row]..<lists.offsets[row + 1]
      repetition[count] = 0
      guard !elements.isEmpty, lists.validity?[row] ?? true else {
        definition[count] = lists.validity?[row] ?? true ? elementLevel - 1 : 0
        count += 1
        continue
      }
      for (place, element) in elements.enumerated() {
        repetition[count] = place == 0 ? 0 : 1
        definition[count] = validity?[element] ?? true ? elementLevel + 1 : elementLevel
        count += 1
      }
    }
    return (
      UnsafeBufferPointer(rebasing: repetition[..<count]), UnsafeBufferPointer(rebasing: definition[..<count])
    )
  }
}

extension ListBuffer {
  /// The same lists with no elements in null rows, since levels cannot say where these would go.
  func withoutHiddenElements(_ validity: Validity?) -> ListBuffer {
    guard let validity else { return self }
    let hides = (0..<count).contains { !validity[$0] && !range($0).isEmpty }
    return hides ? gathering((0..<count).map { validity[$0] ? $0 : -1 }) : self
  }
}

extension PageBuffer {
  fileprivate mutating func appendRuns(_ codes: UnsafeBufferPointer<Int32>, width: Int) throws(ParquetError) {
    guard let base = codes.baseAddress else { return }
    try HybridEncoder(codes: base, count: codes.count, width: width).encode(to: &self)
  }

  /// Appends the bytes to another buffer and becomes empty; returns how many there were.
  fileprivate mutating func move(to body: inout PageBuffer, withLength: Bool) throws(ParquetError) -> Int {
    let size = count
    if withLength { try body.append(UInt32(size)) }
    try body.append(try bytes())
    removeAll()
    return size
  }
}
