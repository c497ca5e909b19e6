/// How CSV text is read.
public struct CSVOptions: Sendable {
  /// The types of some columns by name; the others are inferred.
  public var types: [String: ColumnType]
  /// The byte between fields.
  public var separator: UInt8

  public init(types: [String: ColumnType] = [:], separator: UInt8 = UInt8(ascii: ",")) {
    self.types = types
    self.separator = separator
  }
}
