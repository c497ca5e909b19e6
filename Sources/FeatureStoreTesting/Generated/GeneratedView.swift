internal import DataFrames
internal import FeatureStoreCore

/// How a generated view looks.
struct ViewShape {
  var name: String
  /// Key columns with their types.
  var keys: [(name: String, type: ColumnType)]
  /// Features with their types.
  var features: [(name: String, type: ColumnType)]
  var ttlDays: Int?
  var hasCreated: Bool
  /// How many rows each registration has.
  var pieces: [Int]
  /// How many values a key part can have: few of them make long histories.
  var keyCount: Int
  /// Whether two rows can have one key and one time.
  var hasTies = true
}

/// A view of generated rows. Times stand on a grid of six hours, so that ties and the ends of a ttl come up often.
struct GeneratedView {
  static let start = Timestamp(seconds: 1_704_067_200)
  static let step: Int64 = 6 * 3_600
  static let steps = 40
  static let timestampColumn = "event_timestamp"

  let config: FeatureViewConfig
  /// The frames to register, one after the other.
  let pieces: [DataFrame]

  init(_ shape: ViewShape, _ numbers: inout SeededNumbers) throws {
    config = FeatureViewConfig(
      name: shape.name, entityKeys: shape.keys.map(\.name), features: shape.features.map(\.name),
      ttlDays: shape.ttlDays, timestampColumn: Self.timestampColumn,
      createdTimestampColumn: shape.hasCreated ? "created" : nil)
    var taken: Set<[Int]> = []
    var pieces: [DataFrame] = []
    for count in shape.pieces {
      var keys: [[Int]] = []
      var steps: [Int] = []
      for _ in 0..<count {
        let key = shape.keys.map { _ in numbers.number(0...shape.keyCount - 1) }
        let step = numbers.number(0...Self.steps)
        guard taken.insert(key + [step]).inserted || shape.hasTies else { continue }
        keys.append(key)
        steps.append(step)
      }
      pieces.append(try Self.frame(shape, keys, steps, &numbers))
    }
    self.pieces = pieces
  }

  private static func frame(
    _ shape: ViewShape, _ keys: [[Int]], _ steps: [Int], _ numbers: inout SeededNumbers
  ) throws -> DataFrame {
    var columns: [(name: String, column: Column)] = []
    for (part, key) in shape.keys.enumerated() {
      columns.append((key.name, GeneratedKey.column(key.type, keys.map { $0[part] })))
    }
    columns.append((timestampColumn, .timestamp(steps.map { time($0) })))
    if shape.hasCreated {
      columns.append(("created", .timestamp(steps.map { time($0 + numbers.number(0...3)) })))
    }
    for feature in shape.features {
      columns.append((feature.name, GeneratedColumn.values(feature.type, steps.count, &numbers)))
    }
    return try DataFrame(columns: columns)
  }

  static func time(_ step: Int) -> Timestamp { Timestamp(seconds: start.seconds + Int64(step) * Self.step) }

  /// All rows in the order in which they are written.
  func naive() throws -> NaiveView {
    let frames = try pieces.map { try StoredFrame(config, $0).frame }
    return NaiveView(config, timestampColumn: Self.timestampColumn, try DataFrame.concat(frames))
  }
}

/// Keys that generated views and entity frames have in common.
enum GeneratedKey {
  /// A key of each type for every number; a nil is a null.
  static func column(_ type: ColumnType, _ keys: [Int?]) -> Column {
    switch type {
    case .int32: .int32(keys.map { $0.map { Int32($0) } })
    case .string: .string(keys.map { $0.map { text($0) } })
    case .binary: .binary(keys.map { $0.map { Array(text($0).utf8) } })
    case .timestamp, .date: .timestamp(keys.map { $0.map { Timestamp(seconds: Int64($0) * 86_400) } })
    default: .int64(keys.map { $0.map { Int64($0) } })
    }
  }

  /// The text of key 0 is empty, others are not all ASCII.
  private static func text(_ key: Int) -> String { key == 0 ? "" : key % 3 == 0 ? "clé \(key)" : "key-\(key)" }
}

/// An entity frame for some views: known and unknown keys, times on their grid and just beside it, nulls, duplicates.
enum GeneratedEntities {
  static func frame(
    _ shapes: [ViewShape], rows: Int, unit: TimeUnit, _ numbers: inout SeededNumbers
  ) throws -> DataFrame {
    var keys: [(name: String, type: ColumnType, counts: [Int])] = []
    for shape in shapes {
      for key in shape.keys {
        if let index = keys.firstIndex(where: { $0.name == key.name }) {
          keys[index].counts.append(shape.keyCount)
        } else {
          keys.append((key.name, key.type, [shape.keyCount]))
        }
      }
    }
    var columns: [(name: String, column: Column)] = [
      ("row", .int64((0..<rows).map { Int64($0) }))
    ]
    for (name, type, counts) in keys {
      // The number after the last is an entity that no view knows.
      let values = (0..<rows).map { _ -> Int? in numbers.chance(3) ? nil : numbers.number(0...numbers.pick(counts)) }
      columns.append((name, GeneratedKey.column(type, values)))
    }
    let tick = Int32(1_000_000_000 / unit.perSecond)
    let times = (0..<rows).map { _ -> Timestamp? in
      if numbers.chance(3) { return nil }
      let time = GeneratedView.time(numbers.number(-4...GeneratedView.steps + 12))
      return numbers.pick([
        time, time, Timestamp(seconds: time.seconds, nanoseconds: tick),
        Timestamp(seconds: time.seconds - 1, nanoseconds: 1_000_000_000 - tick),
      ])
    }
    columns.append((GeneratedView.timestampColumn, .timestamp(times, unit: unit)))
    columns.append(("label", GeneratedColumn.values(.string, rows, &numbers)))
    let frame = try DataFrame(columns: columns)
    // Some rows come twice.
    return frame.taking((0..<rows).map { $0 % 10 == 9 ? $0 - numbers.number(1...5) : $0 })
  }
}
