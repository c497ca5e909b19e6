internal import CCurl

/// libcurl's set of transfers and open connections.
///
/// Invariant behind `@unchecked`: only the thread of the loop uses it, but for ``wakeUp()``, which may be called from
/// any thread as long as the handle was not freed; the lock of the loop's inbox sees to that.
struct MultiHandle: @unchecked Sendable {
  let pointer: UnsafeMutableRawPointer

  /// libcurl wants to be set up once in a program.
  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  init(maximumConnectionsPerHost: Int) throws(HTTPError) {
    guard Self.isReady, let pointer = curl_multi_init() else { throw .badRequest("libcurl cannot be started.") }
    self.pointer = UnsafeMutableRawPointer(pointer)
    let perHost = min(max(1, maximumConnectionsPerHost), 1 << 20)
    guard ccurl_multi_set_long(pointer, CURLMOPT_MAX_HOST_CONNECTIONS, perHost) == CURLM_OK,
      ccurl_multi_set_long(pointer, CURLMOPT_MAXCONNECTS, perHost * 4) == CURLM_OK
    else {
      curl_multi_cleanup(pointer)
      throw .badRequest("This libcurl cannot limit its connections.")
    }
  }

  func wakeUp() { curl_multi_wakeup(pointer) }
  func free() { curl_multi_cleanup(pointer) }
}
