/// What keeps a point-in-time join from being computed.
public struct PointInTimeError: Error, Sendable, CustomStringConvertible {
  public struct Code: Hashable, Sendable {
    private enum Base { case incompatibleKeys, inexactKey, unsupportedTime, negativeTTL, shape, tooManyRows }
    private let base: Base
    private init(_ base: Base) { self.base = base }

    /// A key column holds text on one side and numbers on the other, or another pair that has no common values.
    public static let incompatibleKeys = Code(.incompatibleKeys)
    /// A key of the history cannot be counted exactly in the unit of the keys before it.
    public static let inexactKey = Code(.inexactKey)
    /// A column that should hold times holds something else, or times finer than those it is compared with.
    public static let unsupportedTime = Code(.unsupportedTime)
    /// A ttl is below zero.
    public static let negativeTTL = Code(.negativeTTL)
    /// Columns that belong together differ in number or length.
    public static let shape = Code(.shape)
    /// A frame has more rows, or a history more distinct keys, than 32-bit numbers can count.
    public static let tooManyRows = Code(.tooManyRows)

    /// Lets callers write `catch PointInTimeError.Code.incompatibleKeys`.
    public static func ~= (code: Code, error: any Error) -> Bool { (error as? PointInTimeError)?.code == code }
  }

  public let code: Code
  /// What happened, to which column, and what to do about it; never holds a value of a row.
  public let message: String
  /// The column that is at fault, when its name is known.
  public let column: String?

  package init(_ code: Code, _ message: String, column: String? = nil) {
    self.code = code
    self.message = message
    self.column = column
  }

  public var description: String { message }
}
