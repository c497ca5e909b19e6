internal import DataFrames

/// The values of a key column in the form in which they are looked up.
enum KeyValues {
  case integers(IntegerKeys)
  case text(TextBuffer, Validity?)
  case dictionary(DictionaryText, Validity?)

  /// Brings a column into a form that it is comparable with.
  init(_ column: Column, as form: KeyForm) {
    let validity = column.validity
    switch column.storage {
    case .bool(let values): self = .integers(IntegerKeys(values.map { $0 ? 1 : 0 }, validity))
    case .int32(let values): self = .integers(IntegerKeys(values.map(Int64.init), validity))
    case .int64(let values): self = .integers(IntegerKeys(values, validity))
    case .float32(let values): self = .integers(IntegerKeys(exactly: values, validity) { Int64(exactly: $0) })
    case .float64(let values): self = .integers(IntegerKeys(exactly: values, validity) { Int64(exactly: $0) })
    case .date(let days):
      self = .integers(IntegerKeys(ticks: days.map(Int64.init), validity, KeyForm(column.type), form))
    case .timestamp(let counts, _, _):
      self = .integers(IntegerKeys(ticks: counts, validity, KeyForm(column.type), form))
    case .string(let text), .binary(let text): self = .text(text, validity)
    case .dictionary(let text): self = .dictionary(text, validity)
    case .decimal(let values, _, let scale):
      self = .integers(
        IntegerKeys(exactly: values, validity) { (value: Int128) -> Int64? in
          DecimalValue(unscaled: value, scale: scale).unscaled(atScale: 0).flatMap { Int64(exactly: $0) }
        })
    case .list(let lists):
      self = .integers(IntegerKeys([Int64](repeating: 0, count: lists.count), .allNull(lists.count)))
    }
  }
}

/// Integer keys of consecutive rows; a row without a bit in `validity` has none.
struct IntegerKeys {
  let values: [Int64]
  let validity: Validity?
  /// Whether a row lost its key because its value has no counterpart among the integers of the form.
  let isInexact: Bool

  init(_ values: [Int64], _ validity: Validity?) {
    self.values = values
    self.validity = validity
    self.isInexact = false
  }

  /// Converts each value; a value without an exact counterpart is no key.
  init<Value>(exactly values: [Value], _ validity: Validity?, _ convert: (Value) -> Int64?) {
    var integers = [Int64](repeating: 0, count: values.count)
    var words = validity?.words ?? [UInt64](repeating: .max, count: (values.count + 63) / 64)
    var inexact = false
    for row in values.indices {
      if let integer = convert(values[row]) {
        integers[row] = integer
      } else {
        inexact = inexact || words[row >> 6] >> UInt64(row & 63) & 1 == 1
        words[row >> 6] &= ~(1 << UInt64(row & 63))
      }
    }
    self.values = integers
    self.validity = inexact ? Validity(words: words, count: values.count) : validity
    self.isInexact = inexact
  }

  /// Converts ticks of one length to ticks of another.
  init(ticks: [Int64], _ validity: Validity?, _ from: KeyForm, _ to: KeyForm) {
    guard case .time(let source) = from, case .time(let target) = to, source != target else {
      self.init(ticks, validity)
      return
    }
    if target > source {
      let factor = target / source
      self.init(exactly: ticks, validity) { (tick: Int64) -> Int64? in
        let (product, overflow) = tick.multipliedReportingOverflow(by: factor)
        return overflow ? nil : product
      }
    } else {
      let divisor = source / target
      self.init(exactly: ticks, validity) { (tick: Int64) -> Int64? in
        let (quotient, remainder) = tick.quotientAndRemainder(dividingBy: divisor)
        return remainder == 0 ? quotient : nil
      }
    }
  }

  /// Pairs the ids of two key parts; a row has a pair when it has both ids.
  init(pairing left: [Int32], _ right: [Int32]) {
    var values = [Int64](repeating: 0, count: left.count)
    var words = [UInt64](repeating: .max, count: (left.count + 63) / 64)
    for row in left.indices {
      if left[row] < 0 || right[row] < 0 {
        words[row >> 6] &= ~(1 << UInt64(row & 63))
      } else {
        values[row] = Self.pair(left[row], right[row])
      }
    }
    self.values = values
    self.validity = Validity(words: words, count: left.count)
    self.isInexact = false
  }

  static func pair(_ left: Int32, _ right: Int32) -> Int64 { Int64(left) << 32 | Int64(right) }

  static func parts(_ pair: Int64) -> (left: Int32, right: Int32) {
    (Int32(truncatingIfNeeded: pair >> 32), Int32(truncatingIfNeeded: pair))
  }
}

extension [Int32] {
  /// Sets the id of each row without a bit to −1.
  mutating func clear(where validity: Validity?) {
    guard let validity, validity.nullCount > 0 else { return }
    for (index, word) in validity.words.enumerated() where word != .max {
      let base = index << 6
      for row in base..<Swift.min(base + 64, count) where word >> UInt64(row & 63) & 1 == 0 { self[row] = -1 }
    }
  }
}
