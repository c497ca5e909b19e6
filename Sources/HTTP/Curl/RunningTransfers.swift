internal import CCurl
internal import DataFrames
internal import Foundation

/// The transfers that libcurl has; used on the thread of the loop only.
final class RunningTransfers {
  private let multi: MultiHandle
  private var transfers: [UnsafeMutableRawPointer: Transfer] = [:]
  /// Not later than the first deadline of a transfer.
  private var nextDeadline: ContinuousClock.Instant?

  init(_ multi: MultiHandle) { self.multi = multi }

  func handle(_ message: EventLoop.Message) {
    switch message {
    case .start(let transfer): start(transfer)
    // Not among them: not yet started, then starting will see it; or over already.
    case .cancel(let transfer):
      if remove(transfer.easy.pointer) != nil { cancel(transfer) }
    }
  }

  /// Lets libcurl move what can be moved, and hands over what is finished.
  func perform() {
    var running: Int32 = 0
    let code = curl_multi_perform(multi.pointer, &running)
    if code != CURLM_OK { failAll(code) }
    var result = CURLE_OK
    while let easy = ccurl_multi_next_finished(multi.pointer, &result) { remove(easy)?.finish(result) }
    endOverdue()
  }

  /// Sleeps until there is something to do, or somebody wakes the handle up.
  func wait() {
    let longest: Duration = transfers.isEmpty ? .seconds(3_600) : .seconds(1)
    let wait = nextDeadline.map { min(longest, ContinuousClock.now.duration(to: $0)) } ?? longest
    let code = ccurl_multi_poll(multi.pointer, Int32(wait.clampedMilliseconds))
    guard code != CURLM_OK else { return }
    failAll(code)
    Thread.sleep(forTimeInterval: 0.01)
  }

  /// Ends what is left as cancelled.
  func endAll() { removeAll().forEach(cancel) }

  private func start(_ transfer: Transfer) {
    guard !transfer.isCancelled.withLock({ $0 }) else { return cancel(transfer) }
    let code = curl_multi_add_handle(multi.pointer, transfer.easy.pointer)
    guard code == CURLM_OK else { return fail(transfer, code) }
    transfers[transfer.easy.pointer] = transfer
    nextDeadline = [nextDeadline, transfer.deadline].compactMap(\.self).min()
  }

  /// libcurl does not look at the time of transfers that wait for a connection.
  private func endOverdue() {
    guard let next = nextDeadline, case let now = ContinuousClock.now, next <= now else { return }
    for transfer in transfers.values where transfer.deadline.map({ $0 <= now }) ?? false {
      remove(transfer.easy.pointer)?.finish(CURLE_OPERATION_TIMEDOUT)
    }
    nextDeadline = transfers.values.compactMap(\.deadline).min()
  }

  private func cancel(_ transfer: Transfer) {
    // The file is incomplete anyway, so an error of closing it says nothing more.
    try? transfer.sink.close()
    transfer.finish(.failure(CancellationError()))
  }

  private func failAll(_ code: CURLMcode) { removeAll().forEach { fail($0, code) } }

  private func fail(_ transfer: Transfer, _ code: CURLMcode) {
    let reason = String(cString: curl_multi_strerror(code))
    let message = "The transfer with \(transfer.target.host) cannot go on: \(reason)."
    transfer.finish(.failure(HTTPError(.connectionLost, message, isUnsent: false)))
  }

  private func removeAll() -> [Transfer] { Array(transfers.keys).compactMap(remove) }

  private func remove(_ easy: UnsafeMutableRawPointer) -> Transfer? {
    guard let transfer = transfers.removeValue(forKey: easy) else { return nil }
    curl_multi_remove_handle(multi.pointer, easy)
    return transfer
  }
}
