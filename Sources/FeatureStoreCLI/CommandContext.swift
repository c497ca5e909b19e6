internal import Foundation

/// What a command may touch besides its arguments: handed in, so that commands can be tested as functions.
public struct CommandContext: Sendable {
  /// The variables that decide the backend.
  public var environment: [String: String]
  /// Receives results, without a line end added.
  public var output: @Sendable (String) -> Void
  /// Receives everything else: progress, notes, errors.
  public var note: @Sendable (String) -> Void
  /// Whether notes go to a person's terminal, so that a progress line may be drawn.
  public var notesAreTerminal: Bool
  /// How many characters a line of results may have; nil when they do not go to a terminal, and nothing is cut.
  public var outputWidth: Int?

  public init(
    environment: [String: String], output: @escaping @Sendable (String) -> Void,
    note: @escaping @Sendable (String) -> Void, notesAreTerminal: Bool = false, outputWidth: Int? = nil
  ) {
    self.environment = environment
    self.output = output
    self.note = note
    self.notesAreTerminal = notesAreTerminal
    self.outputWidth = outputWidth
  }

  /// This process: its environment, standard output and standard error.
  public static var process: CommandContext {
    CommandContext(
      environment: ProcessInfo.processInfo.environment,
      output: { FileHandle.standardOutput.write(Data($0.utf8)) },
      note: { FileHandle.standardError.write(Data($0.utf8)) },
      notesAreTerminal: isatty(STDERR_FILENO) == 1, outputWidth: terminalWidth(STDOUT_FILENO))
  }

  /// The width of the terminal behind a descriptor; nil if there is none.
  private static func terminalWidth(_ descriptor: Int32) -> Int? {
    guard isatty(descriptor) == 1 else { return nil }
    var size = winsize()
    guard ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
    return Int(size.ws_col)
  }
}
