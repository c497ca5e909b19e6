#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A failure of a file, for the error of the module that wanted it.
package struct FileFailure: Error, CustomStringConvertible {
  /// The file or folder that it is about.
  package let path: String
  /// What could not be done and why: `Cannot write a.csv: Permission denied.`
  package let description: String

  package init(_ what: String, _ path: String, reason: String? = nil) {
    self.path = path
    description = "Cannot \(what) \(path): \(reason ?? String(cString: strerror(errno)))."
  }
}

enum SymbolicLinks {
  /// The path that a chain of links leads to, whether or not there is a file; the path itself when it is no link.
  static func target(of path: String) throws(FileFailure) -> String {
    var current = path
    for _ in 0..<40 {
      guard let next = try destination(of: current) else { return current }
      current = next.utf8.first == UInt8(ascii: "/") ? next : "\(FilePathParts.folder(of: current))/\(next)"
    }
    throw FileFailure("follow", path, reason: "its symbolic links have no end")
  }

  /// What a link leads to; nil for anything that is no link.
  private static func destination(of path: String) throws(FileFailure) -> String? {
    var buffer = [CChar](repeating: 0, count: 4_096)
    let count = readlink(path, &buffer, buffer.count)
    if count >= 0 { return String(decoding: buffer[..<count].map(UInt8.init(bitPattern:)), as: UTF8.self) }
    if errno == EINVAL || errno == ENOENT { return nil }
    throw FileFailure("look at", path)
  }
}
