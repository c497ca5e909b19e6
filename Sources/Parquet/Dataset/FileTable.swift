internal import DataFrames

/// How the columns of several files make one table.
struct FileTable: Sendable {
  /// The columns of the files, then those of the folders.
  let schema: [ParquetField]
  private let fields: [ByteKey: ParquetField]
  /// What each file holds; without columns of nothing but nulls.
  private let files: [[ByteKey: ColumnType]]
  private let partitions: [Partition]

  /// A column whose values stand in the names of folders, one for each file.
  private struct Partition: Sendable {
    let name: String
    let type: ColumnType
    let values: [String?]
  }

  /// - Parameter names: The paths of the files below the table's folder; nil for a single file, which has no partitions.
  init(_ files: [ParquetFile], _ names: [String]?) throws(ParquetError) {
    let stored = try Self.union(files)
    let known = Set<ByteKey>(strings: stored.map(\.name))
    let partitions = try Self.partitions(names ?? [], files.map(\.path)).filter { !known.contains($0.name) }
    self.partitions = partitions
    self.files = files.map { (file: ParquetFile) -> [ByteKey: ColumnType] in
      let empty = file.emptyColumns
      return [ByteKey: ColumnType](
        firstOf: file.schema.compactMap { field in field.type.map { (field.name, $0) } }
          .filter { !empty.contains($0.0) })
    }
    schema =
      stored
      + partitions.map { ParquetField(name: $0.name, type: $0.type, isNullable: true, unsupportedFeature: nil) }
    fields = [ByteKey: ParquetField](firstOf: schema.map { ($0.name, $0) })
  }

  func isPartition(_ column: String) -> Bool { partitions.contains { $0.name == column } }

  /// Reads columns of one file and makes them columns of the table.
  func read(
    _ file: Int, _ columns: [String]?, _ path: String, _ reading: ([String]) throws -> DataFrame
  ) throws -> DataFrame {
    let names = columns ?? schema.map(\.name)
    let fields = try names.map { try field($0, path) }
    let stored = fields.filter { isStored($0, file) }.map(\.name)
    let frame = try reading(stored)
    let result = try fields.map { try column($0, file, frame) }
    return DataFrame(names: names, columns: result, rowCount: frame.rowCount)
  }

  /// Whether a file gives the values itself; a single file says itself what is wrong with a column.
  private func isStored(_ field: ParquetField, _ file: Int) -> Bool {
    files.count == 1 && !isPartition(field.name) || files[file][field.name] != nil
  }

  private func field(_ name: String, _ path: String) throws(ParquetError) -> ParquetField {
    guard let field = fields[name] else {
      throw ParquetError(.columnNotFound, "No such column. Columns here: \(listed(schema.map(\.name))).")
        .at(path: path, column: name)
    }
    guard field.type != nil || files.count == 1 else {
      throw ParquetError(.unsupported, "It uses \(field.typePhrase), which cannot be read.").at(
        path: path, column: name)
    }
    return field
  }

  private func column(_ field: ParquetField, _ file: Int, _ frame: DataFrame) throws -> Column {
    if isStored(field, file) {
      let column = try frame.column(field.name)
      return try field.type.map { try column.widened(to: $0) } ?? column
    }
    let type = field.type ?? .string
    guard let partition = partitions.first(where: { $0.name == field.name }) else {
      return .nulls(type, count: frame.rowCount)
    }
    return PartitionValues.column(partition.values[file], partition.type, rows: frame.rowCount)
  }

  /// The bounds of a column in a row group, in the table's type.
  func statistics(for name: String, _ group: ParquetDataset.RowGroup) -> ParquetStatistics? {
    if let partition = partitions.first(where: { $0.name == name }) {
      let value = partition.values[group.file]
      let number = partition.type == .int64 ? value.flatMap { Int64($0) } : nil
      return ParquetStatistics(number, number, nullCount: value == nil ? group.rowCount : 0)
    }
    guard let stored = files[group.file][name], let field = fields[name] else { return nil }
    let statistics = group.stored.statistics(for: name)
    guard case .timestamp(let from, _) = stored, case .timestamp(let unit, _)? = field.type, from != unit
    else { return statistics }
    func scaled(_ count: Int64?) -> Int64? {
      guard let (product, overflow) = count?.multipliedReportingOverflow(by: unit.perSecond / from.perSecond) else {
        return nil
      }
      return overflow ? nil : product
    }
    return statistics.map {
      ParquetStatistics(scaled($0.minimum), scaled($0.maximum), nullCount: $0.nullCount)
    }
  }
}

/// Which columns the table has.
extension FileTable {
  /// The columns of all files, in the order of their first appearance.
  private static func union(_ files: [ParquetFile]) throws(ParquetError) -> [ParquetField] {
    guard files.count > 1 else { return files.first?.schema ?? [] }
    var union: [ParquetField] = []
    var places: [ByteKey: Int] = [:]
    // For each column the file that gave it its type; nil while all were nothing but nulls.
    var givers: [ParquetFile?] = []
    for (number, file) in files.enumerated() {
      let empty = file.emptyColumns
      var missing = Set(places.keys)
      for field in file.schema {
        missing.remove(ByteKey(field.name))
        let giver = empty.contains(field.name) ? nil : file
        guard let place = places[field.name] else {
          places[field.name] = union.count
          union.append(number == 0 ? field : field.nullable)
          givers.append(giver)
          continue
        }
        let (before, now) = (givers[place].map { ($0, union[place]) }, giver.map { ($0, field) })
        union[place] = try common(before, now) ?? union[place]
        givers[place] = givers[place] ?? giver
      }
      for name in missing { if let place = places[name] { union[place] = union[place].nullable } }
    }
    return union
  }

  private static func common(
    _ before: (file: ParquetFile, field: ParquetField)?, _ now: (file: ParquetFile, field: ParquetField)?
  ) throws(ParquetError) -> ParquetField? {
    guard let now else { return before?.field.nullable }
    guard let before else { return now.field.nullable }
    let isNullable = before.field.isNullable || now.field.isNullable
    if let left = before.field.type, let right = now.field.type, let type = ColumnType.common(left, right) {
      return ParquetField(name: now.field.name, type: type, isNullable: isNullable, unsupportedFeature: nil)
    }
    if before.field.type == nil, now.field.type == nil,
      before.field.unsupportedFeature == now.field.unsupportedFeature
    {
      return isNullable ? before.field.nullable : before.field
    }
    throw ParquetError(
      .invalidInput,
      "It holds \(now.field.typePhrase) where \(before.file.path) has \(before.field.typePhrase). Files of one table "
        + "need types that widen without loss; write one of them anew, or read them apart."
    ).at(path: now.file.path, column: now.field.name)
  }

  /// The columns of the folders, which every file must have.
  private static func partitions(_ names: [String], _ paths: [String]) throws(ParquetError) -> [Partition] {
    let parsed = names.map(PartitionValues.parse)
    let keys = parsed.first?.map(\.key) ?? []
    let isRepeated = Set<ByteKey>(strings: keys).count != keys.count
    for (path, values) in zip(paths, parsed) where isRepeated || values.map(\.key) != keys {
      throw ParquetError(
        .invalidInput,
        "Its folders name the columns \(listed(values.map(\.key))) where those of \(paths[0]) name \(listed(keys))."
      ).at(path: path)
    }
    return keys.indices.map { (index: Int) -> Partition in
      let values = parsed.map { $0[index].value }
      return Partition(name: keys[index], type: PartitionValues.type(values), values: values)
    }
  }
}

extension ParquetField {
  fileprivate var nullable: ParquetField {
    ParquetField(name: name, type: type, isNullable: true, unsupportedFeature: unsupportedFeature)
  }

  fileprivate var typePhrase: String { type.map { "\($0)" } ?? unsupportedFeature ?? "another format" }
}

extension ColumnType {
  /// The type that holds all values of both without loss; nil for pairs that are not widened.
  fileprivate static func common(_ left: ColumnType, _ right: ColumnType) -> ColumnType? {
    switch (left, right) {
    case _ where left == right: left
    case (.int32, .int64), (.int64, .int32): .int64
    case (.float32, .float64), (.float64, .float32): .float64
    case (.timestamp(let first, let utc), .timestamp(let second, let other)) where utc == other:
      .timestamp(max(first, second), utc: utc)
    case (.decimal(let first, let scale), .decimal(let second, let other)) where scale == other:
      .decimal(precision: max(first, second), scale: scale)
    default: nil
    }
  }
}

extension Column {
  fileprivate func widened(to target: ColumnType) throws(DataFrameError) -> Column {
    if case (.decimal(let values, _, _), .decimal(let precision, let scale)) = (storage, target) {
      return Column(.decimal(values, precision: precision, scale: scale), validity: validity)
    }
    return try cast(to: target)
  }
}

extension ParquetStatistics {
  fileprivate init(_ minimum: Int64?, _ maximum: Int64?, nullCount: Int?) {
    self.minimum = minimum
    self.maximum = maximum
    self.nullCount = nullCount
  }
}
