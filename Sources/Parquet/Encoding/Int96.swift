/// The timestamp of Impala and old Spark: nanoseconds of the day, then the Julian day number, in 12 bytes.
struct Int96: PhysicalValue {
  // Three words, so that an array of them has no gaps.
  let low: UInt32
  let high: UInt32
  let day: UInt32

  static let null = Int96(low: 0, high: 0, day: 2_440_588)

  /// Days since 1970-01-01, which was Julian day 2 440 588.
  private var days: Int64 { Int64(Int32(bitPattern: day)) - 2_440_588 }
  private var nanosecondsOfDay: Int64 { Int64(bitPattern: UInt64(high) << 32 | UInt64(low)) }

  /// Nanoseconds since 1970-01-01T00:00:00, nil when they do not fit 64 bits.
  var nanoseconds: Int64? {
    let (start, overflow) = days.multipliedReportingOverflow(by: 86_400_000_000_000)
    let (sum, overflowed) = start.addingReportingOverflow(nanosecondsOfDay)
    return overflow || overflowed ? nil : sum
  }

  /// Microseconds since then, nil when they do not fit 64 bits or a digit would be lost.
  var microseconds: Int64? {
    let (ofDay, lost) = nanosecondsOfDay.quotientAndRemainder(dividingBy: 1_000)
    let (start, overflow) = days.multipliedReportingOverflow(by: 86_400_000_000)
    let (sum, overflowed) = start.addingReportingOverflow(ofDay)
    return lost != 0 || overflow || overflowed ? nil : sum
  }

  static func decode(
    _ encoding: Encoding, _ bytes: UnsafeRawBufferPointer, into destination: UnsafeMutableBufferPointer<Int96>
  ) throws(ParquetError) {
    guard encoding == .plain else { throw PageReader.unsupported(encoding.rawValue) }
    try decodePlain(bytes, into: destination)
  }
}
