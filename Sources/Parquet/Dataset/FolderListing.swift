internal import DataFrames

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The Parquet files of a folder and its subfolders.
enum FolderListing {
  /// Deeper folders are an error, so that a link to a folder above ends.
  private static let maximumDepth = 32

  /// Returns the paths below a folder, sorted; names that begin with `.` or `_` are left out, as everyone does, but for
  /// `_`-names that are partitions.
  static func parquetFiles(in folder: String) throws(ParquetError) -> [String] {
    var result: [String] = []
    try collect(folder, "", 0, &result)
    return result.sorted()
  }

  private static func collect(
    _ root: String, _ prefix: String, _ depth: Int, _ result: inout [String]
  ) throws(ParquetError) {
    let folder = prefix.isEmpty ? root : "\(root)/\(prefix)"
    guard depth <= maximumDepth else {
      throw ParquetError(.invalidInput, "The folders nest deeper than \(maximumDepth).").at(path: folder)
    }
    for name in try names(folder) {
      let isHidden = name.hasPrefix(".") || (name.hasPrefix("_") && !name.contains("="))
      if isHidden { continue }
      let path = prefix.isEmpty ? name : "\(prefix)/\(name)"
      if isFolder("\(root)/\(path)") {
        try collect(root, path, depth + 1, &result)
      } else if name.hasSuffix(".parquet") {
        result.append(path)
      }
    }
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  private static func names(_ folder: String) throws(ParquetError) -> [String] {
    guard let stream = opendir(folder) else {
      throw ParquetError(.io, "The folder cannot be opened: \(String(cString: strerror(errno))).").at(path: folder)
    }
    defer { closedir(stream) }
    var result: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." { result.append(name) }
    }
    return result
  }
}
