internal import CCurl

/// One transfer as libcurl sees it; one thread at a time.
final class EasyHandle {
  let pointer: UnsafeMutableRawPointer
  private var fields: UnsafeMutablePointer<curl_slist>?
  /// libcurl writes into it until the handle is freed.
  private let errorText = UnsafeMutablePointer<CChar>.allocate(capacity: Int(CURL_ERROR_SIZE))

  init() throws(HTTPError) {
    guard let pointer = curl_easy_init() else { throw .badRequest("There is no memory for a request.") }
    self.pointer = UnsafeMutableRawPointer(pointer)
    errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    try check(ccurl_set_pointer(pointer, CURLOPT_ERRORBUFFER, errorText))
  }

  deinit {
    curl_easy_cleanup(pointer)
    curl_slist_free_all(fields)
    errorText.deallocate()
  }

  func set(_ option: CURLoption, _ value: Int) throws(HTTPError) {
    try check(ccurl_set_long(pointer, option, value))
  }

  func set(_ option: CURLoption, size: Int64) throws(HTTPError) {
    try check(ccurl_set_offset(pointer, option, curl_off_t(size)))
  }

  func set(_ option: CURLoption, _ value: String) throws(HTTPError) {
    try check(ccurl_set_text(pointer, option, value))
  }

  func set(_ option: CURLoption, _ value: [UInt8]) throws(HTTPError) {
    try check(
      value.withUnsafeBytes { $0.baseAddress.map { ccurl_set_blob(pointer, option, $0, value.count) } ?? CURLE_OK })
  }

  func set(_ option: CURLoption, context: UnsafeMutableRawPointer) throws(HTTPError) {
    try check(ccurl_set_pointer(pointer, option, context))
  }

  func set(_ option: CURLoption, _ callback: @escaping ccurl_data_callback) throws(HTTPError) {
    try check(ccurl_set_data_callback(pointer, option, callback))
  }

  func setSeek(_ callback: @escaping ccurl_seek_callback) throws(HTTPError) {
    try check(ccurl_set_seek_callback(pointer, callback))
  }

  /// Replaces the header fields, given as lines.
  func setFields(_ lines: [String]) throws(HTTPError) {
    for line in lines {
      guard let longer = curl_slist_append(fields, line) else { throw .badRequest("There is no memory for a request.") }
      fields = longer
    }
    try check(ccurl_set_pointer(pointer, CURLOPT_HTTPHEADER, fields))
  }

  func number(_ info: CURLINFO) -> Int { ccurl_get_long(pointer, info) }

  /// What libcurl says about an error, in full where it did.
  func explanation(_ code: CURLcode) -> String {
    errorText[0] == 0 ? String(cString: curl_easy_strerror(code)) : String(cString: errorText)
  }

  private func check(_ code: CURLcode) throws(HTTPError) {
    guard code == CURLE_OK else {
      throw .badRequest("This libcurl refuses a setting: \(String(cString: curl_easy_strerror(code))).")
    }
  }
}
