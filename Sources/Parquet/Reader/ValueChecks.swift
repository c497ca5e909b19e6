/// Conversions of whole columns that a value can make impossible. Values under nulls are valid ones.
enum ValueChecks {
  /// Unsigned numbers in the bits of signed ones.
  static func unsigned(_ values: [Int64]) throws(ParquetError) -> [Int64] {
    if let row = values.firstIndex(where: { $0 < 0 }) {
      throw ParquetError(
        .unsupported, "Its unsigned 64-bit number \(row) (from 0) is above 2^63 - 1, which this package cannot read.")
    }
    return values
  }

  static func scaled(_ values: [Int64], by factor: Int64) throws(ParquetError) -> [Int64] {
    var result: [Int64] = []
    result.reserveCapacity(values.count)
    for value in values {
      let (product, overflow) = value.multipliedReportingOverflow(by: factor)
      guard !overflow else { throw .corrupt("A time of day lies outside the day.") }
      result.append(product)
    }
    return result
  }

  static func nanoseconds(_ values: [Int96]) throws(ParquetError) -> [Int64] {
    var result: [Int64] = []
    result.reserveCapacity(values.count)
    for value in values {
      guard let count = value.nanoseconds else {
        throw ParquetError(
          .unsupported, "It has INT96 timestamps outside the years 1677 to 2262, which nanoseconds cannot count.")
      }
      result.append(count)
    }
    return result
  }
}
