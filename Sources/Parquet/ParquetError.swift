/// What went wrong with a Parquet file, in which file, column and row group, and what to do about it.
///
/// Holds no value of the data, so it is safe to log.
public struct ParquetError: Error, Sendable, CustomStringConvertible {
  public struct Code: Hashable, Sendable {
    private enum Base { case io, notParquet, corrupt, unsupported, columnNotFound, invalidInput, tooLarge }
    private let base: Base
    private init(_ base: Base) { self.base = base }

    /// The file cannot be opened, read or written.
    public static let io = Code(.io)
    /// The file does not begin and end as a Parquet file does.
    public static let notParquet = Code(.notParquet)
    /// The file contradicts itself or breaks off.
    public static let corrupt = Code(.corrupt)
    /// The file uses a part of the format that this reader does not know; the column and the feature are named.
    public static let unsupported = Code(.unsupported)
    /// The file has no column of that name.
    public static let columnNotFound = Code(.columnNotFound)
    /// What was given to be written, or asked to be read, cannot be.
    public static let invalidInput = Code(.invalidInput)
    /// The data claims more memory than the size of the file makes plausible, or than the machine has.
    public static let tooLarge = Code(.tooLarge)

    /// Lets callers write `catch ParquetError.Code.unsupported`.
    public static func ~= (code: Code, error: any Error) -> Bool { (error as? ParquetError)?.code == code }
  }

  public let code: Code
  /// What happened and what to do about it, without the place, which ``description`` adds.
  public let message: String
  /// The file, when known.
  public private(set) var path: String?
  /// The column, when the error concerns one.
  public private(set) var column: String?
  /// The number of the row group, from 0, when the error lies in one.
  public private(set) var rowGroup: Int?
  /// The error that caused this one.
  public let underlying: (any Error)?

  init(_ code: Code, _ message: String, underlying: (any Error)? = nil) {
    self.code = code
    self.message = message
    self.underlying = underlying
  }

  /// Data that contradicts itself.
  static func corrupt(_ what: String) -> ParquetError {
    ParquetError(.corrupt, "\(what) The file is damaged; write it again from its source.")
  }

  /// The place and the message, such as `data.parquet, column 'age', row group 3: …`.
  public var description: String {
    let places = [path, column.map { "column '\($0)'" }, rowGroup.map { "row group \($0)" }].compactMap { $0 }
    return places.isEmpty ? message : "\(places.joined(separator: ", ")): \(message)"
  }

  /// Returns the error with the places that it does not know yet.
  func at(path: String? = nil, column: String? = nil, rowGroup: Int? = nil) -> ParquetError {
    var located = self
    located.path = self.path ?? path
    located.column = self.column ?? column
    located.rowGroup = self.rowGroup ?? rowGroup
    return located
  }
}
