/// How CSV text is read.
///
/// ```swift
/// let options = CSVOptions(types: ["zip": .string], separator: UInt8(ascii: ";"), nullTexts: ["", "NA", "null"])
/// ```
public struct CSVOptions: Sendable {
  /// The types of some columns by name; the others are inferred.
  public var types: [String: ColumnType]
  /// The byte between fields; nil: the first of comma, semicolon, tab and bar that divides the first line.
  public var separator: UInt8?
  /// The unquoted fields that are nulls in every column; without `""` an empty field is an empty string.
  ///
  /// In columns of other types than string `NA`, `N/A`, `NULL`, `None`, `NaT` and the like are nulls as well, and so is
  /// `NaN` where the type has none.
  public var nullTexts: Set<String>
  /// Whether the first record names the columns. Otherwise they are called `column_1`, `column_2` and so on, or as
  /// ``columnNames`` says.
  public var hasHeader: Bool
  /// Names to use for the columns, whatever the header says; there must be one for each.
  public var columnNames: [String]?
  /// The types that a view declares for columns that may be there; they decide where fields alone could mean another.
  package var declaredTypes: [(name: String, type: ColumnType)] = []
  /// Columns in which quotes say nothing about the type: those of times.
  package var timeColumns: [String] = []

  public init(
    types: [String: ColumnType] = [:], separator: UInt8? = nil, nullTexts: Set<String> = [""],
    hasHeader: Bool = true, columnNames: [String]? = nil
  ) {
    self.types = types
    self.separator = separator
    self.nullTexts = nullTexts
    self.hasHeader = hasHeader
    self.columnNames = columnNames
  }
}
