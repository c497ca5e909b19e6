internal import DataFrames
internal import FeatureStoreCore

/// One feature of many entities as the online store keeps it: value bytes, and the text beside them.
struct EncodedFeature: Sendable {
  /// What stands in `value_text`.
  enum Texts: Sendable {
    /// Nothing: bytes, times and lists have none.
    case none
    /// The text inside the value.
    case value
    /// A text a row; empty where there is none.
    case rows(TextBuffer)
  }

  let name: String
  let values: TextBuffer
  let texts: Texts

  /// Encodes a column as the declared type of its feature.
  ///
  /// - Throws: A `FeatureStoreError` with code `typeMismatch` or `notSupported` that names the column.
  init(_ field: FeastField, _ column: Column) throws {
    // A view that declares no type goes by its data.
    let type = field.type == .invalid ? FeastType(column.type) : field.type
    let column = try ValueConversion.convert(column, to: type, named: field.name)
    var writer = FeatureWriter(column, type)
    try writer.write()
    name = field.name
    values = TextBuffer(bytes: writer.bytes, offsets: writer.offsets)
    switch type {
    case .string: texts = .value
    case .bytes, .pdfBytes, .imageBytes, .unixTimestamp: texts = .none
    case _ where type.element != nil: texts = .none
    default: texts = .rows(TextBuffer(bytes: writer.textBytes, offsets: writer.textOffsets))
    }
  }

  /// Where in ``values`` the text of a string value stands: after its tag and length.
  static func payload(of range: Range<Int>, in bytes: UnsafeRawBufferPointer) -> Range<Int> {
    var start = range.lowerBound + 1
    while start < range.upperBound, bytes[start] >= 0x80 { start += 1 }
    return min(start + 1, range.upperBound)..<range.upperBound
  }
}

/// Walks over a column and appends value and text of each row.
private struct FeatureWriter {
  let column: Column
  let type: FeastType
  var bytes: [UInt8] = []
  var offsets: [Int] = [0]
  var textBytes: [UInt8] = []
  var textOffsets: [Int] = [0]

  init(_ column: Column, _ type: FeastType) {
    self.column = column
    self.type = type
    offsets.reserveCapacity(column.count + 1)
    bytes.reserveCapacity(column.count * 10)
  }

  mutating func write() throws {
    switch column.storage {
    case .bool(let values): each { writer, row in writer.append(values[row]) }
    case .int32(let values): each { writer, row in writer.append(ValueBytes.int32Tag, Int64(values[row])) }
    case .int64(let values): each { writer, row in writer.append(ValueBytes.int64Tag, values[row]) }
    case .float32(let values): each { writer, row in writer.append(values[row]) }
    case .float64(let values): each { writer, row in writer.append(values[row]) }
    case .string(let text): each { writer, row in writer.append(text, row) }
    case .dictionary(let text): each { writer, row in writer.append(text.values, Int(text.codes[row])) }
    case .binary(let text):
      each { writer, row in ValueBytes.append(ValueBytes.bytesTag, text.bytes[text.range(row)], to: &writer.bytes) }
    case .decimal(let values, _, let scale):
      each { writer, row in
        let text = DecimalValue(unscaled: values[row], scale: scale).description
        ValueBytes.append(text: text.utf8, declared: writer.type, to: &writer.bytes)
      }
    case .list(let lists):
      try each { writer, row in
        try ValueBytes.append(list: lists.elements, lists.range(row), declared: writer.type, to: &writer.bytes)
      }
    case .timestamp(let counts, let unit, _): writeTimes(counts, unit.perSecond)
    case .date(let days): writeTimes(days.map { Int64($0) * 86_400 }, 1)
    }
  }

  private mutating func each(_ append: (inout FeatureWriter, Int) throws -> Void) rethrows {
    for row in 0..<column.count {
      if !column.isNull(row) { try append(&self, row) }
      endRow()
    }
  }

  private mutating func writeTimes(_ counts: [Int64], _ perSecond: Int64) {
    for row in 0..<column.count {
      let seconds = counts[row].flooredDivision(by: perSecond).quotient
      ValueBytes.append(timestamp: column.isNull(row) ? ValueBytes.nullTimestamp : seconds, to: &bytes)
      endRow()
    }
  }

  private mutating func endRow() {
    offsets.append(bytes.count)
    textOffsets.append(textBytes.count)
  }

  private mutating func append(_ flag: Bool) {
    ValueBytes.append(bool: flag, to: &bytes)
    textBytes.append(contentsOf: PythonText.text(flag).utf8)
  }

  private mutating func append(_ tag: UInt8, _ number: Int64) {
    ValueBytes.append(tag, number, to: &bytes)
    textBytes.append(contentsOf: String(number).utf8)
  }

  private mutating func append(_ number: Float) {
    if number.isNaN { return }
    ValueBytes.append(float: number, to: &bytes)
    textBytes.append(contentsOf: PythonText.text(Double(number)).utf8)
  }

  private mutating func append(_ number: Double) {
    if number.isNaN { return }
    ValueBytes.append(double: number, to: &bytes)
    textBytes.append(contentsOf: PythonText.text(number).utf8)
  }

  private mutating func append(_ text: TextBuffer, _ row: Int) {
    ValueBytes.append(text: text.bytes[text.range(row)], declared: type, to: &bytes)
  }
}
