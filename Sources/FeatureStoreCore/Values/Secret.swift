/// A text that no description, log, reflection or error shows: a token, a password.
///
/// ```swift
/// let token: Secret = "dapi…"
/// print(token)           // ***
/// send(token.reveal())   // the text itself, where it is needed
/// ```
public struct Secret: Sendable, Hashable, ExpressibleByStringLiteral {
  private let text: String

  public init(_ text: String) { self.text = text }
  public init(stringLiteral text: String) { self.text = text }

  /// The text itself; hand it to what needs it and to nothing else.
  public func reveal() -> String { text }
}

extension Secret: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
  /// What stands for every secret, however long it is.
  package static let mask = "***"

  public var description: String { Self.mask }
  public var debugDescription: String { Self.mask }
  /// A mirror without children, so that `dump` and reflection of what holds the secret show nothing.
  public var customMirror: Mirror { Mirror(self, children: []) }
}
