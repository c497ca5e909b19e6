internal import DataFrames
internal import SwiftProtobuf

extension DefinitionExport {
  /// The variable of a source, defined when it is first met.
  ///
  /// - Parameter view: The view that embeds the source, for messages.
  /// - Returns: nil if the source is of a kind that is not written.
  mutating func variable(for source: Feast_Core_DataSource, of view: String?) -> String? {
    if let known = sources[source.name], known.value.isEmpty { return known.variable }
    if scope.elsewhere.place(.source, source.name) != nil {
      guard let variable = imported(.source, "source", source.name) else { return nil }
      sources[source.name] = (variable, "")
      return variable
    }
    guard let value = source.type == .pushSource ? pushSource(source, of: view) : fileSource(source) else { return nil }
    if let known = sources[source.name] {
      if known.value != value, let view {
        omissions.append(
          "The source '\(source.name)' as the view '\(view)' embeds it, which differs from the one written here. "
            + "Register the view again, or it will read what is written here.")
      }
      return known.variable
    }
    if !source.datePartitionColumn.isEmpty, source.type == .batchFile {
      omissions.append(
        "The date partition column of the source '\(source.name)', which Feast's FileSource cannot take.")
    }
    let variable = define("source", source.name, value)
    addTimes(of: source, variable)
    sources[source.name] = (variable, value)
    return variable
  }

  /// Defines the sources that no view embeds.
  mutating func addRemainingSources() {
    for source in registry.dataSources
    where source.project == project && sources[source.name] == nil
      && scope.elsewhere.place(.source, source.name) == nil
    {
      if variable(for: source, of: nil) == nil {
        omissions.append("The source '\(source.name)' of type \(source.typeName). \(Self.consequence)")
      }
    }
  }

  private mutating func pushSource(_ source: Feast_Core_DataSource, of view: String?) -> String? {
    var call = PythonCall("PushSource")
    call.add("name", PythonLiteral.string(source.name))
    if source.hasBatchSource {
      guard let batch = variable(for: source.batchSource, of: view) else { return nil }
      call.add("batch_source", batch)
    }
    addLabels(of: source, to: &call)
    return call.text
  }

  private func fileSource(_ source: Feast_Core_DataSource) -> String? {
    guard source.type == .batchFile else { return nil }
    var call = PythonCall("FileSource")
    call.add("name", PythonLiteral.string(source.name))
    call.add("path", PythonLiteral.string(source.fileOptions.uri))
    call.add("timestamp_field", text: source.timestampField)
    call.add("created_timestamp_column", text: source.createdTimestampColumn)
    call.add("field_mapping", dictionary: source.fieldMapping)
    switch source.fileOptions.fileFormat.format {
    case .parquetFormat: call.add("file_format", "ParquetFormat()")
    case .deltaFormat: call.add("file_format", "DeltaFormat()")
    case nil: break
    }
    call.add("s3_endpoint_override", text: source.fileOptions.s3EndpointOverride)
    addLabels(of: source, to: &call)
    return call.text
  }

  /// Gives a source the times that the registry has.
  ///
  /// Feast 0.67 calls a view that was materialized changed, and then counts the times of its source as a difference.
  private mutating func addTimes(of source: Feast_Core_DataSource, _ variable: String) {
    let created = source.meta.hasCreatedTimestamp ? source.meta.createdTimestamp.python : "None"
    let updated = source.meta.hasLastUpdatedTimestamp ? source.meta.lastUpdatedTimestamp.python : "None"
    definitions[definitions.count - 1] +=
      "\n\(variable).created_timestamp = \(created)\n\(variable).last_updated_timestamp = \(updated)"
  }

  private func addLabels(of source: Feast_Core_DataSource, to call: inout PythonCall) {
    call.add("description", text: source.description_p)
    call.add("tags", dictionary: source.tags)
    call.add("owner", text: source.owner)
  }
}

extension Google_Protobuf_Timestamp {
  /// The instant as a `datetime`, to the microsecond that Feast writes.
  fileprivate var python: String {
    "datetime.fromtimestamp(\(seconds), timezone.utc).replace(microsecond=\(nanos / 1_000))"
  }
}
