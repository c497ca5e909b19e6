internal import DataFrames
internal import Foundation

/// The thread of a transport: takes messages, lets libcurl work, sleeps until something happens.
final class EventLoop: Sendable {
  enum Message: Sendable {
    case start(Transfer)
    case cancel(Transfer)
  }

  private struct Inbox: Sendable {
    var messages: [Message] = []
    var isEnding = false
    /// The multi handle is freed.
    var isOver = false
  }

  private let multi: MultiHandle
  private let inbox = Locked(Inbox())

  init(maximumConnectionsPerHost: Int) throws(HTTPError) {
    multi = try MultiHandle(maximumConnectionsPerHost: maximumConnectionsPerHost)
  }

  /// Starts the thread, which keeps the loop alive until ``end()``.
  func begin() {
    let thread = Thread { self.run() }
    thread.name = "HTTP"
    thread.start()
  }

  func post(_ message: Message) { change { $0.messages.append(message) } }

  /// Has the thread end after the current step; does not wait for it.
  func end() { change { $0.isEnding = true } }

  private func change(_ body: (inout Inbox) -> Void) {
    inbox.withLock {
      body(&$0)
      if !$0.isOver { multi.wakeUp() }
    }
  }

  private func run() {
    Self.ignoreBrokenPipes()
    let transfers = RunningTransfers(multi)
    while true {
      let (messages, isEnding) = takeMessages()
      messages.forEach(transfers.handle)
      if isEnding { break }
      transfers.perform()
      transfers.wait()
    }
    transfers.endAll()
    inbox.withLock {
      $0.isOver = true
      multi.free()
    }
  }

  private func takeMessages() -> ([Message], isEnding: Bool) {
    inbox.withLock { (inbox: inout Inbox) in
      defer { inbox.messages = [] }
      return (inbox.messages, inbox.isEnding)
    }
  }

  /// A write to a connection that is gone is an error of that transfer; as a signal it would end the program.
  private static func ignoreBrokenPipes() {
    var signals = sigset_t()
    sigemptyset(&signals)
    sigaddset(&signals, SIGPIPE)
    pthread_sigmask(SIG_BLOCK, &signals, nil)
  }
}
