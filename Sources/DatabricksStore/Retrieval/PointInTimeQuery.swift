internal import FeatureStoreCore

/// The one definition of point-in-time correctness as SQL: for each view a union of entity rows and history, and a window
/// over it.
///
/// Linear in the data, without a range join. The entity rows have the columns `r` (their number), `t` (their time), `u`
/// (the time from which the ttl is counted) and `k0`, `k1`, … (the keys of all views); the result has `r` and `v0`, `v1`, …,
/// the features of all views in order. A null key or time matches nothing.
struct PointInTimeQuery: Sendable {
  /// A feature table as this query needs it.
  struct View: Sendable {
    /// A column of the table, and the type it is compared or carried in.
    struct Column: Sendable {
      let name: String
      let sqlType: String
    }

    let table: TableName
    /// For each key its column, the type in which it is compared, and which of the entity rows' keys it meets.
    let keys: [(column: Column, spineKey: Int)]
    let time: Column
    let created: Column?
    let features: [Column]
    let ttl: Duration?
  }

  let views: [View]
  /// The SQL types of the entity rows' keys.
  let spineKeyTypes: [String]
  /// The times of the entity rows, so that history which cannot match is passed over; nil when all are null.
  let times: ClosedRange<Int64>?
  /// Passes over rows that were created after the entity row's time.
  let filtersByCreated: Bool

  /// The number of features.
  private var width: Int { views.reduce(0) { $0 + $1.features.count } }

  /// The types of `v0`, `v1`, ….
  private var featureTypes: [String] { views.flatMap { $0.features.map(\.sqlType) } }

  /// The common table expressions, and the name of the last one.
  func expressions(spine: String) -> (with: String, last: String) {
    let columns = ["r", "t", "u"] + spineKeyTypes.indices.map { "k\($0)" }
    var steps = ["s0 AS (SELECT \(columns.joined(separator: ", ")) FROM \(spine))"]
    var carried = 0
    for (number, view) in views.enumerated() {
      steps += step(view, number + 1, carried)
      carried += view.features.count
    }
    return ("WITH " + steps.joined(separator: ",\n"), "s\(views.count)")
  }

  private func step(_ view: View, _ number: Int, _ carried: Int) -> [String] {
    [
      "u\(number) AS (\(spineSide(view, number, carried))\nUNION ALL\n\(historySide(view, carried)))",
      "w\(number) AS (SELECT side, entity, \(best(view)) AS m FROM u\(number))",
      "s\(number) AS (\(unpacked(view, number, carried)))",
    ]
  }

  /// What an entity row carries along: its own columns and the features found so far.
  private func rowFields(_ carried: Int) -> [(name: String, type: String)] {
    [("r", "BIGINT"), ("t", "TIMESTAMP"), ("u", "TIMESTAMP")]
      + spineKeyTypes.enumerated().map { ("k\($0.offset)", $0.element) }
      + featureTypes.prefix(carried).enumerated().map { ("v\($0.offset)", $0.element) }
  }

  private func featureFields(_ view: View) -> [(name: String, type: String)] {
    [("ts", "TIMESTAMP")] + view.features.enumerated().map { ("f\($0.offset)", $0.element.sqlType) }
  }

  private func structType(_ fields: [(name: String, type: String)]) -> String {
    "STRUCT<\(fields.map { "\($0.name): \($0.type)" }.joined(separator: ", "))>"
  }

  private func spineSide(_ view: View, _ number: Int, _ carried: Int) -> String {
    let keys = view.keys.enumerated().map { "k\($0.element.spineKey) AS p\($0.offset)" }
    let row = rowFields(carried).map { "'\($0.name)', \($0.name)" }.joined(separator: ", ")
    return "SELECT 1 AS side, \(keys.joined(separator: ", ")), t AS ts, CAST(NULL AS TIMESTAMP) AS created, "
      + "named_struct(\(row)) AS entity, CAST(NULL AS \(structType(featureFields(view)))) AS f FROM s\(number - 1)"
  }

  private func historySide(_ view: View, _ carried: Int) -> String {
    let time = timestamp(view.time)
    let created = view.created.map(timestamp) ?? "CAST(NULL AS TIMESTAMP)"
    let hides = filtersByCreated && view.created != nil
    let keys = view.keys.enumerated().map {
      "CAST(\(SQLText.identifier($0.element.column.name)) AS \($0.element.column.sqlType)) AS p\($0.offset)"
    }
    let features = view.features.enumerated().map {
      "'f\($0.offset)', CAST(\(SQLText.identifier($0.element.name)) AS \($0.element.sqlType))"
    }
    let known = hides ? "greatest(\(time), \(created))" : time
    return "SELECT 0 AS side, \(keys.joined(separator: ", ")), \(known) AS ts, \(created) AS created, "
      + "CAST(NULL AS \(structType(rowFields(carried)))) AS entity, "
      + "named_struct(\((["'ts', \(time)"] + features).joined(separator: ", "))) AS f FROM \(view.table.sql) "
      + "WHERE \(conditions(view, hides).joined(separator: " AND "))"
  }

  /// Times compare as instants; a DATE or a time without a zone is UTC, which is the zone of a warehouse's sessions.
  private func timestamp(_ column: View.Column) -> String { "CAST(\(SQLText.identifier(column.name)) AS TIMESTAMP)" }

  private func conditions(_ view: View, _ hides: Bool) -> [String] {
    let needed = view.keys.map(\.column.name) + [view.time.name] + (hides ? [view.created].compactMap { $0?.name } : [])
    var conditions = needed.map { "\(SQLText.identifier($0)) IS NOT NULL" }
    guard let times else { return conditions + ["false"] }
    let time = timestamp(view.time)
    conditions.append("\(time) <= \(SQLText.timestamp(micros: times.upperBound))")
    if let ttl = view.ttl {
      let oldest = times.lowerBound.subtractingReportingOverflow(ttl.microseconds)
      if !oldest.overflow { conditions.append("\(time) >= \(SQLText.timestamp(micros: oldest.partialValue))") }
    }
    return conditions
  }

  /// The best history row up to each row. By event time rows come in the order in which they win; when rows are hidden
  /// until they were created, the winner is the latest of those that are known.
  private func best(_ view: View) -> String {
    let partition = view.keys.indices.map { "p\($0)" }.joined(separator: ", ")
    let frame = "ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW"
    if filtersByCreated, view.created != nil {
      return "max_by(f, CASE WHEN side = 0 THEN named_struct('ts', f.ts, 'created', created) END) OVER "
        + "(PARTITION BY \(partition) ORDER BY ts ASC NULLS FIRST, side ASC \(frame))"
    }
    return "last_value(f, true) OVER (PARTITION BY \(partition) ORDER BY ts ASC NULLS FIRST, side ASC, "
      + "created ASC NULLS FIRST \(frame))"
  }

  private func unpacked(_ view: View, _ number: Int, _ carried: Int) -> String {
    let kept = rowFields(carried).map { "entity.\($0.name) AS \($0.name)" }
    let found = view.features.indices.map { (index: Int) -> String in
      let value = "m.f\(index)"
      guard let ttl = view.ttl else { return "\(value) AS v\(carried + index)" }
      return
        "CASE WHEN m.ts >= entity.u - INTERVAL '\(ttl.decimalSeconds)' SECOND THEN \(value) END AS v\(carried + index)"
    }
    return "SELECT \((kept + found).joined(separator: ", ")) FROM w\(number) WHERE side = 1"
  }
}
