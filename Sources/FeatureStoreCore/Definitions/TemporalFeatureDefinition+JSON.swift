extension TemporalFeatureDefinition {
  /// The object that Python's `from_dict` reads: every key in Python's order, then those that are not known here.
  package var json: JSONValue {
    var members = [
      JSONMember("name", .string(name)),
      JSONMember("description", .string(description)),
      JSONMember("entity_key", .string(entityKey)),
      JSONMember("timestamp_column", .string(timestampColumn)),
      JSONMember("source_columns", .array(sourceColumns.map(JSONValue.string))),
      JSONMember("computation_type", .string(computationType.rawValue)),
      JSONMember("aggregation", .optional(aggregation?.rawValue)),
      JSONMember("window_days", windowDays.map { .integer(Int64($0)) } ?? .null),
      JSONMember("derivation_formula", .optional(derivationFormula)),
      JSONMember("data_type", .string(dataType)),
      JSONMember("fill_value", fillValue.map(JSONValue.init(fillValue:)) ?? .null),
      JSONMember("leakage_risk", .string(leakageRisk.rawValue)),
      JSONMember("leakage_notes", .optional(leakageNotes)),
      JSONMember("tags", unknown.object(with: tags)),
    ]
    if let createdAt { members.append(JSONMember("created_at", .string(createdAt))) }
    members.append(JSONMember("version", .integer(Int64(version))))
    return .object(members + unknown.members)
  }
}

extension FeatureValue {
  /// A fill value as JSON has it: a boolean, a number (whole or not, as it is written) or a text.
  package init(fillValue json: JSONValue, _ what: String) throws {
    switch json {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .string(let text): self = .string(text)
    case .number:
      if !json.isFloatingPoint, let integer = json.integer {
        self = .int64(integer)
      } else {
        self = .float64(json.double ?? .nan)
      }
    case .array, .object:
      throw FeatureStoreError(
        .corruptData,
        "\"fill_value\" of the \(what) is \(json.typeName). It must be a number, a text, a boolean or null.")
    }
  }
}

extension JSONValue {
  /// A fill value as JSON; an instant becomes ISO 8601 text, what JSON has no form for its description.
  package init(fillValue: FeatureValue) {
    switch fillValue {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .int32(let value): self = .integer(Int64(value))
    case .int64(let value): self = .integer(value)
    case .float32(let value): self = .double(Double(value))
    case .float64(let value): self = .double(value)
    case .string(let text): self = .string(text)
    case .timestamp(let instant): self = .string(PythonTime.text(instant))
    case .decimal, .binary, .list: self = .string(fillValue.description)
    }
  }
}
