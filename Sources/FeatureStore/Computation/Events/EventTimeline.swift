internal import DataFrames
internal import FeatureStoreCore
internal import PointInTime

/// Events grouped by entity and sorted by time, and the moments at which features have values.
///
/// A moment is one distinct pair of entity and event time; events of equal time share it. An event without a key or a
/// time, or after the cut-off, is in no moment.
struct EventTimeline {
  /// The event rows, those of one entity together, by time; equal times in the order of the frame.
  private let rows: [Int32]
  /// The time of each of ``rows``, on ``axis``.
  private let times: [Int64]
  /// Where in ``rows`` each entity begins; one more than there are entities.
  private let starts: [Int]
  let axis: TimeAxis
  /// The last written event of each moment: its row in the frame.
  let momentRows: [Int]
  let rowsWithoutKeyOrTime: Int
  let rowsAfterCutoff: Int

  /// Groups the rows of a frame.
  ///
  /// - Complexity: O(rows); one id and one time a row beside the frame.
  init(_ frame: DataFrame, entityKey: String, timestampColumn: String, cutoff: Timestamp?) throws {
    let keys = try frame.column(entityKey)
    let times = try frame.column(timestampColumn)
    let axis = try TimeAxis(covering: [times.type])
    let counts = try axis.counts(of: times, name: timestampColumn)
    var ids = try KeyIndex(columns: [keys], rowCount: frame.rowCount, names: [entityKey]).rowIDs
    let last = cutoff.map { $0.count(in: axis.unit) } ?? .max
    var (without, after) = (0, 0)
    for row in ids.indices {
      if ids[row] < 0 || times.isNull(row) {
        without += 1
        ids[row] = -1
      } else if counts[row] > last {
        after += 1
        ids[row] = -1
      }
    }
    self.axis = axis
    (rowsWithoutKeyOrTime, rowsAfterCutoff) = (without, after)
    (self.rows, self.times, starts) = Self.grouped(ids, counts)
    momentRows = Self.moments(self.rows, self.times, starts)
  }

  /// Counting sort by entity, then by time inside each.
  private static func grouped(_ ids: [Int32], _ counts: [Int64]) -> (rows: [Int32], times: [Int64], starts: [Int]) {
    var starts = [Int](repeating: 0, count: Int(ids.max() ?? -1) + 2)
    for id in ids where id >= 0 { starts[Int(id) + 1] += 1 }
    for index in starts.indices.dropFirst() { starts[index] += starts[index - 1] }
    var next = starts
    var rows = [Int32](repeating: 0, count: starts.last ?? 0)
    var times = [Int64](repeating: 0, count: rows.count)
    for row in ids.indices where ids[row] >= 0 {
      let place = next[Int(ids[row])]
      rows[place] = Int32(row)
      times[place] = counts[row]
      next[Int(ids[row])] = place + 1
    }
    var scratch = SortScratch()
    for id in 0..<starts.count - 1 { sortByTime(&times, &rows, starts[id]..<starts[id + 1], &scratch) }
    return (rows, times, starts)
  }

  private static func moments(_ rows: [Int32], _ times: [Int64], _ starts: [Int]) -> [Int] {
    var moments: [Int] = []
    for id in 0..<starts.count - 1 {
      let end = starts[id + 1]
      for place in starts[id]..<end where place + 1 == end || times[place + 1] != times[place] {
        moments.append(Int(rows[place]))
      }
    }
    return moments
  }

  /// Runs an accumulator over each entity's events and returns its value at each moment.
  ///
  /// At the time t it holds the events with `t − windowDays < time ≤ t`, or without a window those with `time ≤ t`.
  ///
  /// - Parameter present: Which events count; nil means all.
  /// - Complexity: O(events): each event is added once and removed at most once.
  func accumulate<Accumulator: EventAccumulator>(
    _ accumulator: inout Accumulator, windowDays: Int?, present: [Bool]?
  ) -> [Accumulator.Value?] {
    let length = windowDays.map { axis.count(of: .seconds(Int64($0) * 86_400)) }
    var values: [Accumulator.Value?] = []
    values.reserveCapacity(momentRows.count)
    for id in 0..<starts.count - 1 {
      accumulator.reset()
      let end = starts[id + 1]
      var (oldest, place) = (starts[id], starts[id])
      while place < end {
        let time = times[place]
        while place < end, times[place] == time {
          let row = Int(rows[place])
          if present?[row] ?? true { accumulator.add(row) }
          place += 1
        }
        if let length {
          let (edge, overflow) = time.subtractingReportingOverflow(length)
          while !overflow, times[oldest] <= edge {
            let row = Int(rows[oldest])
            if present?[row] ?? true { accumulator.remove(row) }
            oldest += 1
          }
        }
        values.append(accumulator.value)
      }
    }
    return values
  }
}
