internal import DataFrames
internal import FeatureStoreCore
internal import Parquet
internal import SQLite

/// Finds views whose declared key types are not those of their online values or of their file.
///
/// An online key carries its declared type in its bytes: values that were written while another type was declared are
/// there, and no request finds them.
struct KeyTypeCheck {
  let repository: FeastRepository

  /// - Returns: What was looked at.
  /// - Throws: A ``FeatureStoreError`` with a sentence for each view that is out of step, and its remedy.
  func run() throws -> String {
    let snapshot = try repository.registry.snapshot()
    let views = snapshot.views(project: repository.config.project).filter { !$0.isEntityless }
    let findings = try views.flatMap { (view: FeastView) -> [String] in
      try [online(view), file(view)].compactMap { $0 }
    }
    guard findings.isEmpty else { throw FeatureStoreError(.conflict, findings.joined(separator: " ")) }
    return "of \(views.count) views as declared"
  }

  private func online(_ view: FeastView) throws -> String? {
    guard let online = repository.online,
      let encoder = try? EntityKeyEncoder(joinKeys: view.joinKeys, version: repository.config.entityKeyVersion),
      let found = try online.keyOfOtherType(in: repository.table(view.name), encoder)
    else { return nil }
    return "Online values of view '\(view.name)' are stored under '\(found.key.name)' as \(found.stored), but it is "
      + "declared \(found.key.type): no request finds them, and incremental runs never bring them back. If the declared "
      + "type is right, run materialize from the first row on; else declare \(found.stored) again."
  }

  private func file(_ view: FeastView) throws -> String? {
    // A file that cannot be read is another check's finding.
    guard let history = try? FeatureHistory(view, in: repository.config) else { return nil }
    for key in view.joinKeys {
      guard let stored = history.storedType(key.name), let wanted = key.type.columnType else { continue }
      let isOutside = key.type == .int32 && history.exceedsInt32(key.name)
      let isOtherKind = stored.isNumeric != wanted.isNumeric && FeastType(stored) != key.type
      if isOutside || isOtherKind {
        return "Key '\(key.name)' of view '\(view.name)' is declared \(key.type), but its file holds \(stored)"
          + (isOutside ? " beyond that type" : "")
          + ". Declare the type of the file, or write the file anew: \(history.path)"
      }
    }
    return nil
  }
}

extension FeatureHistory {
  /// Whether the file's statistics say that a column of integers has some that an int32 cannot hold.
  fileprivate func exceedsInt32(_ column: String) -> Bool {
    guard storedType(column) == .int64 else { return false }
    let names = SourceColumnNames(source, table.schema.map(\.name))
    return rowGroups.contains { (group: ParquetDataset.RowGroup) -> Bool in
      guard let statistics = group.statistics(for: names[column]) else { return false }
      return [statistics.minimum, statistics.maximum].compactMap { $0 }.contains { Int32(exactly: $0) == nil }
    }
  }
}

extension OnlineStore {
  /// The first key part of a view's online keys that has another type than the declared one; nil if there is none.
  fileprivate func keyOfOtherType(
    in table: OnlineTable, _ encoder: EntityKeyEncoder
  ) throws -> (key: FeastField, stored: FeastType)? {
    guard let stamp = try FileStamp(path: path) else { return nil }
    var found: (key: FeastField, stored: FeastType)?
    do {
      try readers.with(stamp) { connection in
        try connection.run { session in
          let statement = try session.statement(table.keysSQL)
          defer { statement.clear() }
          while found == nil, try statement.step() { found = encoder.partOfOtherType(statement.bytes(0)) }
        }
      }
      return found
    } catch let error as SQLiteError where error.kind == .noSuchTable {
      return nil
    } catch {
      throw OnlineStoreFailure.explained(error, path: path, table: table.name)
    }
  }
}

extension OnlineTable {
  /// Each entity key once.
  fileprivate var keysSQL: String { "SELECT DISTINCT entity_key FROM \(quotedIdentifier(name))" }
}

extension EntityKeyEncoder {
  /// The first part of a key of these names that has another type; nil for keys of other names, which are no fault.
  fileprivate func partOfOtherType(_ bytes: UnsafeRawBufferPointer) -> (key: FeastField, stored: FeastType)? {
    guard bytes.starts(with: prefix) else { return nil }
    var offset = prefix.count
    for index in order {
      guard offset + 8 <= bytes.count else { return nil }
      let type = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self)))
      let length = Int(UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self)))
      if type != joinKeys[index].type.rawValue { return (joinKeys[index], FeastType(rawValue: type)) }
      offset += 8 + length
    }
    return nil
  }
}
