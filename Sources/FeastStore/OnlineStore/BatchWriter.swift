internal import DataFrames
internal import FeatureStoreCore
internal import Foundation
internal import SQLite

/// Writes the rows of a batch: all features of an entity with one statement, entities in the order of their keys.
struct BatchWriter {
  /// How many features one statement writes at most.
  private static let width = 50

  let batch: OnlineBatch
  let table: OnlineTable
  let keepsLaterCreated: Bool

  func run(_ session: SQLiteSession) throws {
    let rows = batch.keys.bytes.withUnsafeBytes { sortedRows($0) }
    let keys = PinnedBytes(copying: batch.keys.bytes)
    // In the order of the table's primary key, so that an entity's rows are neighbours in it.
    let features = batch.features.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    StoreProgress.current?.begin("values to the online store", total: rows.count * features.count)
    for start in stride(from: 0, to: features.count, by: Self.width) {
      let part = features[start..<min(start + Self.width, features.count)].map { PinnedFeature($0) }
      try write(
        part, rows, keys,
        session.statement(
          table.upsertSQL(features: part.count, keepingLaterCreated: keepsLaterCreated)))
    }
  }

  private func write(_ features: [PinnedFeature], _ rows: [Int], _ keys: PinnedBytes, _ statement: SQLiteStatement)
    throws
  {
    defer { statement.clear() }
    for (index, feature) in features.enumerated() { try statement.bind(Int32(4 + 3 * index), copying: feature.name) }
    let offsets = batch.keys.offsets
    let progress = StoreProgress.current
    for row in rows {
      progress?.advance(by: features.count)
      try statement.bind(1, blob: keys[offsets[row]..<offsets[row + 1]])
      try statement.bind(2, batch.eventSeconds[row])
      if let created = batch.createdSeconds?[row] { try statement.bind(3, created) } else { try statement.bindNull(3) }
      for index in features.indices {
        let parameter = Int32(5 + 3 * index)
        try statement.bind(parameter, blob: features[index].value(row))
        if let text = features[index].text(row) {
          try statement.bind(parameter + 1, text: text)
        } else {
          try statement.bindNull(parameter + 1)
        }
      }
      _ = try statement.step()
      statement.reset()
    }
  }

  /// The rows that have a key, in key order: the index then grows at one place at a time. Equal keys keep their order.
  private func sortedRows(_ keys: UnsafeRawBufferPointer) -> [Int] {
    let offsets = batch.keys.offsets
    let rows = (0..<batch.rowCount).filter { offsets[$0] < offsets[$0 + 1] }
    return rows.sorted { (left: Int, right: Int) -> Bool in
      let leftKey = keys[offsets[left]..<offsets[left + 1]].rebased
      let order = leftKey.compare(keys[offsets[right]..<offsets[right + 1]].rebased)
      return order == 0 ? left < right : order < 0
    }
  }
}

/// A feature whose bytes do not move.
private struct PinnedFeature {
  let name: String
  private let values: PinnedBytes
  private let offsets: [Int]
  private let textIsValue: Bool
  private let texts: PinnedBytes?
  private let textOffsets: [Int]

  init(_ feature: EncodedFeature) {
    name = feature.name
    values = PinnedBytes(copying: feature.values.bytes)
    offsets = feature.values.offsets
    switch feature.texts {
    case .none: (textIsValue, texts, textOffsets) = (false, nil, [])
    case .value: (textIsValue, texts, textOffsets) = (true, nil, [])
    case .rows(let rows): (textIsValue, texts, textOffsets) = (false, PinnedBytes(copying: rows.bytes), rows.offsets)
    }
  }

  func value(_ row: Int) -> UnsafeRawBufferPointer { values[offsets[row]..<offsets[row + 1]] }

  /// The text beside a value; nil where there is none.
  func text(_ row: Int) -> UnsafeRawBufferPointer? {
    if let texts {
      return textOffsets[row] < textOffsets[row + 1] ? texts[textOffsets[row]..<textOffsets[row + 1]] : nil
    }
    guard textIsValue, offsets[row] < offsets[row + 1] else { return nil }
    return values[EncodedFeature.payload(of: offsets[row]..<offsets[row + 1], in: values.bytes)]
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
