/// What went wrong with a frame, a column, a time or CSV text.
public struct DataFrameError: Error, Sendable, CustomStringConvertible {
  public struct Code: Hashable, Sendable {
    private enum Base {
      case columnNotFound, typeMismatch, shape, badTimestamp, badCSV, badRow, inexact, outOfRange, unexpectedNull, io
    }
    private let base: Base
    private init(_ base: Base) { self.base = base }

    /// No column has the name that was asked for.
    public static let columnNotFound = Code(.columnNotFound)
    /// A column has another type than the one asked for.
    public static let typeMismatch = Code(.typeMismatch)
    /// Columns of different lengths, or two of one name.
    public static let shape = Code(.shape)
    /// A text is no ISO 8601 time.
    public static let badTimestamp = Code(.badTimestamp)
    /// CSV text breaks a rule of its format.
    public static let badCSV = Code(.badCSV)
    /// A row index is outside the frame.
    public static let badRow = Code(.badRow)
    /// A conversion would change a value.
    public static let inexact = Code(.inexact)
    /// A number, such as a sum, is outside the range it must be in.
    public static let outOfRange = Code(.outOfRange)
    /// A row is to be read as a type that has no place for a null.
    public static let unexpectedNull = Code(.unexpectedNull)
    /// A file cannot be read or written.
    public static let io = Code(.io)

    /// Lets callers write `catch DataFrameError.Code.columnNotFound`.
    public static func ~= (code: Code, error: any Error) -> Bool { (error as? DataFrameError)?.code == code }
  }

  public let code: Code
  /// What happened, to which column, and what to do about it.
  public let message: String

  package init(_ code: Code, _ message: String) {
    self.code = code
    self.message = message
  }

  public var description: String { message }
}
