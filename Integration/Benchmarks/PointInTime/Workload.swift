import DataFrames
import PointInTime

/// Keys and times that depend on the row number alone, so that `compare_duckdb.py` can generate the same.
struct Workload: Sendable {
  let entityKeys: Column
  let entityTimes: [Int64]
  let chunks: [(keys: Column, times: HistoryTimes)]

  /// One year of microseconds from 2024 on.
  private static let firstTime: UInt64 = 1_704_067_200_000_000
  private static let timeSpan: UInt64 = 31_536_000_000_000
  /// The four generated columns; each takes its random numbers from a stretch of its own.
  private enum Stream: UInt64 {
    case historyKey, historyTime, entityKey, entityTime

    func number(_ row: Int) -> UInt64 { mixed(rawValue << 32 + UInt64(row)) }
  }

  init(_ options: Options) {
    entityKeys = Self.keys(0..<options.entities, .entityKey, options)
    entityTimes = Self.times(0..<options.entities, .entityTime)
    chunks = stride(from: 0, to: options.history, by: options.chunk).map { (start: Int) in
      let range = start..<min(options.history, start + options.chunk)
      let times = HistoryTimes(times: Self.times(range, .historyTime), firstRow: start)
      return (keys: Self.keys(range, .historyKey, options), times: times)
    }
  }

  private static func times(_ rows: Range<Int>, _ stream: Stream) -> [Int64] {
    rows.map { (row: Int) -> Int64 in Int64(firstTime + stream.number(row) % timeSpan) }
  }

  private static func keys(_ rows: Range<Int>, _ stream: Stream, _ options: Options) -> Column {
    let numbers = rows.map { (row: Int) -> UInt64 in stream.number(row) % options.keys }
    switch options.keyForm {
    case .dense: return .int64(numbers.map { Int64($0) })
    case .sparse: return .int64(numbers.map { Int64(bitPattern: mixed($0 + 1)) })
    case .text:
      var text = TextBuffer(rows: rows.count)
      for number in numbers { text.append("customer-\(number)") }
      return Column(.string(text))
    }
  }
}

/// Turns a number into one without a pattern (SplitMix64).
private func mixed(_ number: UInt64) -> UInt64 {
  var bits = number &* 0x9E37_79B9_7F4A_7C15
  bits = (bits ^ (bits >> 30)) &* 0xBF58_476D_1CE4_E5B9
  bits = (bits ^ (bits >> 27)) &* 0x94D0_49BB_1331_11EB
  return bits ^ (bits >> 31)
}
