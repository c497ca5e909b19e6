#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// What a user names to have rows read: a file, a folder, a pattern or a `file://` URL.
///
/// ```swift
/// let files = try FileLocation("data/year=*/part-*.parquet").parquetFiles()
/// ```
///
/// A pattern has `*`, `?` or `[…]`, which match within one name, or `**`, which matches any number of folders. A path that
/// is there is never a pattern.
package struct FileLocation: Sendable {
  /// The local path or pattern.
  package let path: String

  /// - Throws: A ``ParquetError`` that says what an address of another kind is, and how its files get here.
  package init(_ text: String) throws(ParquetError) {
    if FolderListing.exists(text) {
      path = text
    } else if let address = RemoteAddress(text) {
      throw ParquetError(.unsupported, address.refusal)
    } else {
      path = try Self.localPath(text)
    }
  }

  /// Whether a file or folder is there; a pattern is looked for when it is read.
  package var isThere: Bool { isPattern || FolderListing.exists(path) }
  package var isFolder: Bool { FolderListing.isFolder(path) }
  package var isPattern: Bool { FilePattern.isPattern(path) && !FolderListing.exists(path) }

  /// The path behind `file:///`; every other text as it is.
  private static func localPath(_ text: String) throws(ParquetError) -> String {
    guard text.lowercased().hasPrefix("file:/") else { return text }
    let rest = text.dropFirst("file:".count)
    guard rest.hasPrefix("//") else { return decoded(String(rest)) }
    let host = rest.dropFirst(2).prefix { $0 != "/" }
    guard host.isEmpty || host == "localhost" else {
      throw ParquetError(
        .invalidInput, "'\(text)' names the host '\(host)'. A local path has three slashes: file:///\(host)…")
    }
    return decoded(String(rest.dropFirst(2 + host.count)))
  }

  /// The path as it is where it exists, as fsspec takes it, otherwise with its `%20` decoded, as a URL says.
  private static func decoded(_ path: String) -> String {
    FolderListing.exists(path) ? path : PartitionValues.decoded(path[...])
  }
}

extension FileLocation {
  /// The Parquet files, sorted by their paths.
  ///
  /// - Throws: A ``ParquetError`` if there are none, or if a folder is a table of another format, whose files hold rows that
  ///   are no longer its own.
  package func parquetFiles() throws(ParquetError) -> FileList {
    let list = try files { FolderListing.isParquet($0) }
    if list.names.isEmpty { throw nothing("Parquet file") }
    return list
  }

  /// The files whose names have an ending, such as `csv`.
  package func files(ending: String) throws(ParquetError) -> FileList {
    let list = try files { $0.lowercased().hasSuffix(".\(ending)") }
    if list.names.isEmpty { throw nothing(".\(ending) file") }
    return list
  }

  private func files(_ isWanted: (String) -> Bool) throws(ParquetError) -> FileList {
    if isFolder { return FileList(root: path, names: try FolderListing.files(in: path, isWanted)) }
    guard isPattern else { return FileList(root: nil, names: [path]) }
    let pattern = FilePattern(path)
    return FileList(root: pattern.root, names: try pattern.files(isWanted))
  }

  private func nothing(_ what: String) -> ParquetError {
    let subject = isFolder ? "The folder holds no \(what)" : "The pattern matches no \(what)"
    return ParquetError(.invalidInput, "\(subject). Names that begin with '.' or '_' do not count.").at(path: path)
  }
}

/// Files, and the folder from which their names count; a single file has none, so its folders are no partitions.
package struct FileList: Sendable {
  let root: String?
  let names: [String]

  package var paths: [String] {
    guard let root else { return names }
    return names.map { root.isEmpty ? $0 : root.hasSuffix("/") ? root + $0 : "\(root)/\($0)" }
  }

  /// A file that lies in a folder named `key=value` below the root; nil when none does.
  package var partitioned: String? {
    root == nil ? nil : names.first { $0.split(separator: "/").dropLast().contains { $0.contains("=") } }
  }
}

/// An address on object storage or another machine.
struct RemoteAddress {
  private let scheme: String
  private let rest: String

  /// nil for a text that is no address, or a local one.
  init?(_ text: String) {
    guard let colon = text.firstIndex(of: ":"), text[..<colon].utf8.count > 1 else { return nil }
    scheme = text[..<colon].lowercased()
    rest = String(text[text.index(after: colon)...])
    let isName = scheme.utf8.allSatisfy {
      (97...122).contains($0) || (48...57).contains($0) || [43, 45, 46].contains($0)  // a-z, 0-9, + - .
    }
    guard isName, scheme != "file", rest.hasPrefix("/") || scheme == "delta" else { return nil }
  }

  /// What the address is and what to do; without user names, passwords and queries, which can be secrets.
  var refusal: String {
    guard let (what, command) = Self.kinds.first(where: { $0.schemes.contains(scheme) }).map({ ($0.what, $0.command) })
    else {
      return "'\(shown)' is an address with the scheme '\(scheme)', which is not known. Name a local file or folder."
    }
    guard let command else {
      return "'\(shown)' names \(what), which cannot be read yet. Write its current rows to a folder of Parquet files "
        + "and name that."
    }
    return "'\(shown)' is on \(what), which is not read yet. Copy the files to this machine and name the folder: "
      + command.split(separator: " ").map { $0 == "URL" ? shown : String($0) }.joined(separator: " ") + "."
  }

  private var shown: String {
    let address = "\(scheme):\(rest.prefix { $0 != "?" && $0 != "#" })"
    guard address.hasPrefix("\(scheme)://") else { return address }
    let host = address.dropFirst(scheme.count + 3).prefix { $0 != "/" }
    // Before the sign Azure has the container's name, all others a user.
    let isContainer = scheme.hasPrefix("abfs") || scheme.hasPrefix("wasb")
    guard !isContainer, let sign = host.lastIndex(of: "@") else { return address }
    return "\(scheme)://" + host[host.index(after: sign)...] + address.dropFirst(scheme.count + 3 + host.count)
  }

  private static let kinds: [(schemes: Set<String>, what: String, command: String?)] = [
    (["s3", "s3a", "s3n"], "S3 object storage", "aws s3 cp --recursive URL FOLDER"),
    (["gs", "gcs"], "Google Cloud Storage", "gcloud storage cp --recursive URL FOLDER"),
    (["abfs", "abfss", "wasb", "wasbs", "az", "adl"], "Azure storage", "azcopy copy URL FOLDER --recursive"),
    (["dbfs"], "Databricks' file system", "databricks fs cp --recursive URL FOLDER"),
    (["hdfs", "viewfs", "webhdfs"], "Hadoop's file system", "hdfs dfs -get URL FOLDER"),
    (["http", "https"], "a web server", "curl -O URL"),
    (["delta"], "a Delta table", nil),
  ]
}
