internal import DataFrames

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

  static func scaled(_ values: [Int64], by factor: Int64, _ what: String) throws(ParquetError) -> [Int64] {
    var result: [Int64] = []
    result.reserveCapacity(values.count)
    for value in values {
      let (product, overflow) = value.multipliedReportingOverflow(by: factor)
      guard !overflow else { throw .corrupt("\(what) is out of range.") }
      result.append(product)
    }
    return result
  }

  /// What nanoseconds cannot count; microseconds may.
  struct OutsideNanoseconds: Error {}

  static func int96(_ values: [Int96], in unit: TimeUnit) throws(ParquetError) -> [Int64] {
    var result: [Int64] = []
    result.reserveCapacity(values.count)
    for value in values {
      guard let count = unit == .nanoseconds ? value.nanoseconds : value.microseconds else {
        throw ParquetError(
          .unsupported,
          "It has INT96 timestamps outside the years 1677 to 2262, which nanoseconds cannot count, and a digit that "
            + "microseconds cannot hold. Write it as microseconds.",
          underlying: unit == .nanoseconds ? OutsideNanoseconds() : nil)
      }
      result.append(count)
    }
    return result
  }

  /// 128-bit numbers as decimals of up to 38 digits.
  static func decimals(_ text: TextBuffer, signed: Bool) throws(ParquetError) -> [Int128] {
    var result: [Int128] = []
    result.reserveCapacity(text.count)
    let limit = (0..<38).reduce(UInt128(1)) { (power: UInt128, _: Int) -> UInt128 in power * 10 }
    for row in 0..<text.count {
      let bits = text.bytes[text.offsets[row]..<text.offsets[row + 1]].reversed().reduce(UInt128(0)) {
        (sum: UInt128, byte: UInt8) -> UInt128 in sum << 8 | UInt128(byte)
      }
      let value = Int128(truncatingIfNeeded: bits)
      guard (signed ? value.magnitude : bits) < limit else {
        throw ParquetError(
          .unsupported, "Its 128-bit number \(row) (from 0) has more than 38 digits, which this package cannot read.")
      }
      result.append(value)
    }
    return result
  }
}
