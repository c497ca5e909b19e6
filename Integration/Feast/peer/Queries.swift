import FeatureStore

/// Answers queries as `make_feast_golden.py` writes them, in the form of its answers.
struct Queries {
  let store: FeastAdapter

  func answer(_ query: JSON) async throws -> JSON {
    switch try query.string("kind") {
    case "historical": try await historical(query)
    case "online": try await online(query)
    case let kind: throw BadRequest(description: "There is no kind of query '\(kind)'.")
    }
  }

  /// `columns` says in which order the entity frame has its columns: members of JSON objects have none.
  private func historical(_ query: JSON) async throws -> JSON {
    let timestampColumn = try query["timestamp_column"]?.asString
    let entities: DataFrame
    if let frame = query["entities"] {
      entities = try DataFrame(json: frame)
    } else {
      entities = try DataFrame(
        rows: try query.required("rows").asArray, columns: try query.strings("columns"),
        timestampColumn: timestampColumn ?? "event_timestamp")
    }
    let options = HistoricalOptions(
      fullFeatureNames: query.flag("full_feature_names"), timestampColumn: timestampColumn,
      filterByCreatedTimestamp: query.flag("filter_by_created_timestamp"))
    let features = try query.required("features")
    if let service = features["service"] {
      return try await store.getHistoricalFeatures(
        entityDF: entities, featureService: try service.asString, options: options
      ).json
    }
    return try await store.getHistoricalFeatures(
      entityDF: entities, featureRefs: try query.strings("features"), options: options
    ).json
  }

  private func online(_ query: JSON) async throws -> JSON {
    let keys = EntityKeys(
      try query.required("entities").asObject.mapValues { try $0.asArray.map { try $0.featureValue } })
    var options = OnlineOptions(fullFeatureNames: query.flag("full_feature_names"))
    options.enforceTTL = query.flag("enforce_ttl")
    options.asOf = try query["as_of"].map { try Timestamp(try $0.asString) }
    if let service = try query.required("features")["service"] {
      return Self.json(
        try await store.getOnlineFeatures(entityKeys: keys, featureService: try service.asString, options: options))
    }
    return Self.json(
      try await store.getOnlineFeatures(
        entityKeys: keys, featureRefs: try query.strings("features"), options: options))
  }

  private static func json(_ features: OnlineFeatures) -> JSON {
    let members = features.columns.map { (column: OnlineFeatures.Feature) -> (String, JSON) in
      let values: [String: JSON] = [
        "values": .array(column.values.map { JSON($0) }),
        "statuses": .array(column.statuses.map { .string($0.rawValue) }),
        "event_timestamps": .array(column.eventTimestamps.map { .integer($0?.seconds ?? 0) }),
      ]
      return (column.name, .object(values))
    }
    return .object(Dictionary(uniqueKeysWithValues: members))
  }
}
