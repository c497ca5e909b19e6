internal import DataFrames

extension FeastType {
  /// The type as an expression on `feast.types`; nil for one whose parts are described elsewhere, or that is unknown.
  var pythonType: String? {
    if let element, let name = element.pythonType {
      return rawValue < 20 ? "types.Array(\(name))" : "types.Set(\(name))"
    }
    if let name = Self.pythonNames[rawValue] { return "types.\(name)" }
    guard let (collection, element) = Self.pythonCollections[rawValue] else { return nil }
    return "types.\(collection)(types.\(element))"
  }

  /// The type as a member of `ValueType`; nil when it is not declared.
  var pythonValueType: String? { self == .invalid ? nil : "ValueType.\(description)" }

  private static let pythonNames: [Int: String] = [
    0: "Invalid", 1: "Bytes", 2: "String", 3: "Int32", 4: "Int64", 5: "Float64", 6: "Float32", 7: "Bool",
    8: "UnixTimestamp", 20: "Map", 30: "PdfBytes", 31: "ImageBytes", 32: "Json", 36: "Uuid", 37: "TimeUuid",
    44: "Decimal", 47: "ScalarMap", 48: "ZonedTimestamp",
  ]

  private static let pythonCollections: [Int: (collection: String, element: String)] = [
    21: ("Array", "Map"), 33: ("Array", "Json"), 38: ("Array", "Uuid"), 39: ("Array", "TimeUuid"),
    40: ("Set", "Uuid"), 41: ("Set", "TimeUuid"), 45: ("Array", "Decimal"), 46: ("Set", "Decimal"),
  ]
}
