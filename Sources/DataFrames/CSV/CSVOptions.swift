/// How CSV text is read.
///
/// ```swift
/// let options = CSVOptions(types: ["zip": .string], separator: UInt8(ascii: ";"), nullTexts: ["", "NA", "null"])
/// ```
public struct CSVOptions: Sendable {
  /// The types of some columns by name; the others are inferred.
  public var types: [String: ColumnType]
  /// The byte between fields.
  public var separator: UInt8
  /// The unquoted fields that are nulls; without `""` an empty field is an empty text.
  public var nullTexts: Set<String>
  /// Whether the first record names the columns. Otherwise they are called `column_1`, `column_2` and so on, or as
  /// ``columnNames`` says.
  public var hasHeader: Bool
  /// Names to use for the columns, whatever the header says; there must be one for each.
  public var columnNames: [String]?

  public init(
    types: [String: ColumnType] = [:], separator: UInt8 = UInt8(ascii: ","), nullTexts: Set<String> = [""],
    hasHeader: Bool = true, columnNames: [String]? = nil
  ) {
    self.types = types
    self.separator = separator
    self.nullTexts = nullTexts
    self.hasHeader = hasHeader
    self.columnNames = columnNames
  }
}
