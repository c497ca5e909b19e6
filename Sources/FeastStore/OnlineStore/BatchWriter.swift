internal import DataFrames
internal import Foundation
internal import SQLite

/// Writes the rows of a batch with one statement.
struct BatchWriter {
  let batch: OnlineBatch
  let statement: SQLiteStatement

  func run() throws {
    defer { statement.clear() }
    let names = batch.features.map { Array($0.name.utf8) }
    try batch.keys.bytes.withUnsafeBytes { keys in
      let rows = sortedRows(keys)
      // Features in the order of the table's primary key, so that an entity's rows are neighbours in it.
      let features = batch.features.indices.sorted { (left: Int, right: Int) -> Bool in
        names[left].lexicographicallyPrecedes(names[right])
      }
      for row in rows {
        try statement.bind(1, blob: keys[batch.keys.range(row)].rebased)
        try statement.bind(5, batch.eventSeconds[row])
        if let created = batch.createdSeconds?[row] {
          try statement.bind(6, created)
        } else {
          try statement.bindNull(6)
        }
        for feature in features { try write(batch.features[feature], names[feature], row) }
      }
    }
  }

  /// The rows that have a key, in key order: the index then grows at one place at a time. Equal keys keep their order.
  private func sortedRows(_ keys: UnsafeRawBufferPointer) -> [Int] {
    let rows = (0..<batch.rowCount).filter { !batch.keys.range($0).isEmpty }
    return rows.sorted { (left: Int, right: Int) -> Bool in
      let order = keys[batch.keys.range(left)].rebased.compare(keys[batch.keys.range(right)].rebased)
      return order == 0 ? left < right : order < 0
    }
  }

  private func write(_ feature: EncodedFeature, _ name: [UInt8], _ row: Int) throws {
    let range = feature.values.range(row)
    try name.withUnsafeBytes { name in
      try feature.values.bytes.withUnsafeBytes { values in
        try statement.bind(2, text: name)
        try statement.bind(3, blob: values[range].rebased)
        try bindText(feature, row, range, values)
        _ = try statement.step()
        statement.reset()
      }
    }
  }

  private func bindText(
    _ feature: EncodedFeature, _ row: Int, _ range: Range<Int>, _ values: UnsafeRawBufferPointer
  ) throws {
    switch feature.texts {
    case .value where !range.isEmpty:
      try statement.bind(4, text: values[EncodedFeature.payload(of: range, in: values)].rebased)
    case .rows(let texts) where !texts.range(row).isEmpty:
      // Copied: the buffer's address is only known to stand still inside the closure.
      try texts.bytes.withUnsafeBytes { try statement.bind(4, copying: $0[texts.range(row)].rebased) }
    case .none, .value, .rows: try statement.bindNull(4)
    }
  }
}

extension Slice<UnsafeRawBufferPointer> {
  var rebased: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: self) }
}

extension UnsafeRawBufferPointer {
  /// Negative, zero or positive, as these bytes come before, are equal to, or come after the other ones.
  func compare(_ other: UnsafeRawBufferPointer) -> Int {
    if let left = baseAddress, let right = other.baseAddress {
      let order = memcmp(left, right, Swift.min(count, other.count))
      if order != 0 { return Int(order) }
    }
    return count - other.count
  }
}
