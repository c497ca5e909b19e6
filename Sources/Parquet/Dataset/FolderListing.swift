internal import DataFrames

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// The data files of a folder and its subfolders.
enum FolderListing {
  /// Deeper folders are an error, so that a link to a folder above ends.
  static let maximumDepth = 32

  /// Returns the paths below a folder, sorted; hidden names are left out, as everyone does.
  ///
  /// - Throws: A ``ParquetError`` for a folder that cannot be listed, or that is a table of another format.
  static func files(in folder: String, _ isWanted: (String) -> Bool) throws(ParquetError) -> [String] {
    var result: [String] = []
    try TableFormat.refuse(partitionRoot(above: folder))
    try collect(folder, "", 0, isWanted, &result)
    return result.sorted()
  }

  private static func collect(
    _ root: String, _ prefix: String, _ depth: Int, _ isWanted: (String) -> Bool, _ result: inout [String]
  ) throws(ParquetError) {
    let folder = join(root, prefix)
    guard depth <= maximumDepth else { throw tooDeep(folder) }
    try TableFormat.refuse(folder)
    for name in try names(folder) where !isHidden(name) {
      let path = prefix.isEmpty ? name : "\(prefix)/\(name)"
      if isFolder("\(root)/\(path)") {
        try collect(root, path, depth + 1, isWanted, &result)
      } else if isWanted("\(root)/\(path)") {
        result.append(path)
      }
    }
  }

  /// Names that begin with `.` or `_` hold no rows, but for `_`-names that are partitions.
  static func isHidden(_ name: String) -> Bool { name.hasPrefix(".") || (name.hasPrefix("_") && !name.contains("=")) }

  /// Whether a file is a Parquet file: by its name, or by its first four bytes, since Hive's files have no ending.
  static func isParquet(_ path: String) -> Bool {
    let name = (path.split(separator: "/").last ?? "").lowercased()
    if [".parquet", ".pq", ".parq"].contains(where: name.hasSuffix) { return true }
    guard !name.contains("."), let file = try? FileHandle(path: path), file.size >= 4 else { return false }
    return (try? file.bytes(at: 0, count: 4)) == Array("PAR1".utf8)
  }

  /// The first folder above, itself included, that is no partition: where a table has its log.
  static func partitionRoot(above folder: String) -> String {
    var parts = folder.split(separator: "/", omittingEmptySubsequences: false)
    while let last = parts.last, last.contains("=") || last.isEmpty, parts.count > 1 { parts.removeLast() }
    return parts.isEmpty ? folder : parts.joined(separator: "/")
  }

  static func join(_ folder: String, _ name: String) -> String {
    if folder.isEmpty || name.isEmpty { return folder + name }
    return folder.hasSuffix("/") ? folder + name : "\(folder)/\(name)"
  }

  static func exists(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0
  }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func tooDeep(_ folder: String) -> ParquetError {
    ParquetError(.invalidInput, "The folders nest deeper than \(maximumDepth).").at(path: folder)
  }

  static func names(_ folder: String) throws(ParquetError) -> [String] {
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

/// The table formats that keep old and deleted rows in files beside the current ones.
enum TableFormat {
  /// - Throws: A ``ParquetError`` if a folder is such a table, whose files read as they are would give wrong rows.
  static func refuse(_ folder: String) throws(ParquetError) {
    guard let (name, sign) = find(folder) else { return }
    throw ParquetError(
      .unsupported,
      "This folder is \(name) table, as its '\(sign)' shows. Its files also hold rows that were deleted or replaced, so "
        + "they are not read as plain Parquet. Write the table's current rows to a new folder and name that."
    ).at(path: folder)
  }

  private static func find(_ folder: String) -> (name: String, sign: String)? {
    if FolderListing.isFolder("\(folder)/_delta_log") { return ("a Delta", "_delta_log") }
    if FolderListing.isFolder("\(folder)/.hoodie") { return ("a Hudi", ".hoodie") }
    guard FolderListing.isFolder("\(folder)/metadata"), let names = try? FolderListing.names("\(folder)/metadata"),
      let sign = names.first(where: { $0.hasSuffix(".metadata.json") || $0 == "version-hint.text" })
    else { return nil }
    return ("an Iceberg", "metadata/\(sign)")
  }
}
