internal import DataFrames

#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// A path with `*`, `?` or `[…]` in some of its names.
struct FilePattern {
  /// The folder above the first name with a sign; empty for the working folder.
  let root: String
  /// The names from there on.
  private let parts: [String]

  init(_ path: String) {
    let names = path.split(separator: "/").map(String.init)
    let fixed = names.prefix { !Self.isPattern($0) }
    root = (path.hasPrefix("/") ? "/" : "") + fixed.joined(separator: "/")
    parts = Array(names.dropFirst(fixed.count))
  }

  static func isPattern(_ text: String) -> Bool { text.utf8.contains { [42, 63, 91].contains($0) } }  // * ? [

  /// The files that match, and those in folders that match, below ``root`` and sorted.
  func files(_ isWanted: (String) -> Bool) throws(ParquetError) -> [String] {
    var found: Set<ByteKey> = []
    try TableFormat.refuse(FolderListing.partitionRoot(above: root))
    try collect("", parts[...], isWanted, &found)
    return found.sortedStrings()
  }

  private func collect(
    _ prefix: String, _ rest: ArraySlice<String>, _ isWanted: (String) -> Bool, _ found: inout Set<ByteKey>
  ) throws(ParquetError) {
    let folder = FolderListing.join(root, prefix)
    guard let part = rest.first else {
      if FolderListing.isFolder(folder) {
        found.formUnion(try FolderListing.files(in: folder, isWanted).map { ByteKey(FolderListing.join(prefix, $0)) })
      } else if isWanted(folder) {
        found.insert(ByteKey(prefix))
      }
      return
    }
    guard prefix.split(separator: "/").count <= FolderListing.maximumDepth else { throw FolderListing.tooDeep(folder) }
    if part == "**" { try collect(prefix, rest.dropFirst(), isWanted, &found) }
    try TableFormat.refuse(folder)
    for name in try matches(part, in: folder) {
      let path = prefix.isEmpty ? name : "\(prefix)/\(name)"
      let isFolder = FolderListing.isFolder(FolderListing.join(root, path))
      if part == "**" {
        if isFolder { try collect(path, rest, isWanted, &found) }
      } else if isFolder || rest.count == 1 {
        try collect(path, rest.dropFirst(), isWanted, &found)
      }
    }
  }

  /// The names in a folder that a part matches; hidden ones only when the part begins as they do.
  private func matches(_ part: String, in folder: String) throws(ParquetError) -> [String] {
    if !Self.isPattern(part) { return FolderListing.exists(FolderListing.join(folder, part)) ? [part] : [] }
    return try FolderListing.names(folder.isEmpty ? "." : folder).filter { (name: String) -> Bool in
      if FolderListing.isHidden(name), part.first != name.first { return false }
      return part == "**" || fnmatch(part, name, 0) == 0
    }
  }
}
