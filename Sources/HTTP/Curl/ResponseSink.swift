/// Takes the body of an answer: into a file if that is wanted and the answer is a success, else into memory.
final class ResponseSink {
  private let file: LocalFile?
  /// The most bytes to keep in memory.
  private let limit: Int
  private let host: String
  private(set) var bytes: [UInt8] = []
  /// Why the last ``receive(_:head:)`` said no.
  private(set) var failure: HTTPError?

  init(path: String?, limit: Int, host: String) throws(HTTPError) {
    file = try path.map { (path: String) throws(HTTPError) in try LocalFile.writing(path) }
    self.limit = limit
    self.host = host
  }

  /// Takes the next bytes; false after an error.
  func receive(_ next: UnsafeRawBufferPointer, isSuccess: Bool) -> Bool {
    do {
      try take(next, isSuccess: isSuccess)
      return true
    } catch {
      failure = error
      return false
    }
  }

  private func take(_ next: UnsafeRawBufferPointer, isSuccess: Bool) throws(HTTPError) {
    if isSuccess, let file { return try file.write(next) }
    guard next.count <= limit - bytes.count else {
      throw HTTPError(.badResponse, "The answer of \(host) is larger than \(limit) bytes.", isUnsent: false)
    }
    bytes.append(contentsOf: next)
  }

  func close() throws(HTTPError) { try file?.close() }
}
