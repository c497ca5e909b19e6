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

  public init(
    environment: [String: String], output: @escaping @Sendable (String) -> Void,
    note: @escaping @Sendable (String) -> Void, notesAreTerminal: Bool = false
  ) {
    self.environment = environment
    self.output = output
    self.note = note
    self.notesAreTerminal = notesAreTerminal
  }

  /// This process: its environment, standard output and standard error.
  public static var process: CommandContext {
    CommandContext(
      environment: ProcessInfo.processInfo.environment,
      output: { FileHandle.standardOutput.write(Data($0.utf8)) },
      note: { FileHandle.standardError.write(Data($0.utf8)) },
      notesAreTerminal: isatty(STDERR_FILENO) == 1)
  }
}
