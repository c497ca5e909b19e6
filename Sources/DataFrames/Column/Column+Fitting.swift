extension Column {
  /// Returns the column in a type that was declared for it, when every value fits that type.
  ///
  /// Beyond ``cast(to:)``: nulls alone fit any type; integers fit floats and decimals that hold them exactly; a double
  /// fits a float32 or a decimal that reads as the same decimal number; decimals fit others that keep all their digits;
  /// lists fit when their elements do.
  ///
  /// - Throws: A ``DataFrameError`` with code ``DataFrameError/Code/typeMismatch`` for other pairs of types, or
  ///   ``DataFrameError/Code/inexact`` that names the first row whose value would change.
  package func fitting(_ target: ColumnType) throws(DataFrameError) -> Column {
    if type == target { return self }
    if nullCount == count { return .nulls(target, count: count) }
    switch (storage, target) {
    case (.list(let lists), .list(let element)):
      let fitted = try lists.elements.fitting(element)
      return Column(.list(ListBuffer(offsets: lists.offsets, elements: fitted)), validity: validity)
    case (.int32(let values), .float32): return try float32(values) { Float(exactly: $0) }
    case (.int64(let values), .float32): return try float32(values) { Float(exactly: $0) }
    case (.float64(let values), .float32): return try float32(values, Self.sameDecimal)
    case (.float64, .int32): return try cast(to: .int64).cast(to: .int32)
    case (.float32, .int32), (.float32, .int64): return try cast(to: .float64).fitting(target)
    case (_, .decimal(let precision, let scale)): return try decimals(precision, scale, target)
    default: return try cast(to: target)
    }
  }

  /// Whether the column is of nulls alone, or of lists that are empty or of nulls alone: its type then says nothing.
  package var holdsNoValue: Bool {
    if nullCount == count { return true }
    if case .list(let lists) = storage { return lists.elements.nullCount == lists.elements.count }
    return false
  }

  /// The float32 that reads as the same decimal number, such as 0.1 for 0.1; nil when digits would be lost.
  private static func sameDecimal(_ value: Double) -> Float? {
    let nearest = Float(value)
    if Double(nearest) == value || value.isNaN { return nearest }
    return nearest.isFinite && Double(nearest.description) == value ? nearest : nil
  }

  private func float32<From>(_ values: [From], _ convert: (From) -> Float?) throws(DataFrameError) -> Column {
    Column(.float32(try fitted(values, .float32, zero: 0, convert)), validity: validity)
  }

  private func decimals(_ precision: Int, _ scale: Int, _ target: ColumnType) throws(DataFrameError) -> Column {
    let limit = (0..<precision).reduce(Int128(1)) { (power: Int128, _: Int) -> Int128 in power * 10 }
    func number(_ value: DecimalValue?) -> Int128? {
      value?.unscaled(atScale: scale).flatMap { (number: Int128) -> Int128? in
        number.magnitude < limit.magnitude ? number : nil
      }
    }
    let numbers: [Int128]
    switch storage {
    case .decimal(let values, _, let own):
      numbers = try fitted(values, target, zero: 0) { number(DecimalValue(unscaled: $0, scale: own)) }
    case .int32(let values):
      numbers = try fitted(values, target, zero: 0) { number(DecimalValue(unscaled: Int128($0), scale: 0)) }
    case .int64(let values):
      numbers = try fitted(values, target, zero: 0) { number(DecimalValue(unscaled: Int128($0), scale: 0)) }
    case .float64(let values):
      numbers = try fitted(values, target, zero: 0) { number(DecimalValue($0.description)) }
    default: throw DataFrameError(.typeMismatch, "A \(type) column cannot become \(target).")
    }
    return Column(.decimal(numbers, precision: precision, scale: scale), validity: validity)
  }

  /// Converts each value; what stands under a null becomes zero, a value that does not fit is an error.
  private func fitted<From, To>(
    _ values: [From], _ target: ColumnType, zero: To, _ convert: (From) -> To?
  ) throws(DataFrameError) -> [To] {
    var result: [To] = []
    result.reserveCapacity(values.count)
    for (row, value) in values.enumerated() {
      if isNull(row) {
        result.append(zero)
      } else if let converted = convert(value) {
        result.append(converted)
      } else {
        throw DataFrameError(.inexact, "Row \(row) of a \(type) column does not fit \(target) exactly.")
      }
    }
    return result
  }
}
