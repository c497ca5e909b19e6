#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A folder that is removed with what is in it.
final class TemporaryFolder: Sendable {
  let path: String

  init() throws {
    var template = Array("/tmp/parquet-tests-XXXXXX".utf8CString)
    guard mkdtemp(&template) != nil else { throw FolderError() }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit { Self.remove(path) }

  private static func remove(_ folder: String) {
    for name in names(folder) where unlink("\(folder)/\(name)") != 0 { remove("\(folder)/\(name)") }
    rmdir(folder)
  }

  /// Makes the folders that a name with slashes needs.
  func makeFolders(above name: String) throws {
    var folder = path
    for part in name.split(separator: "/").dropLast() {
      folder += "/\(part)"
      mkdir(folder, 0o777)
    }
  }

  /// The files in the folder.
  var names: [String] { Self.names(path) }

  static func names(_ path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var result: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafeBytes(of: entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      if name != "." && name != ".." { result.append(name) }
    }
    return result
  }

  func file(_ name: String = "test.parquet") -> String { "\(path)/\(name)" }

  func write(_ bytes: [UInt8], to name: String = "test.parquet") throws {
    guard let file = fopen(file(name), "wb") else { throw FolderError() }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
  }

  func read(_ name: String = "test.parquet") throws -> [UInt8] { try Self.bytes(of: file(name)) }

  static func bytes(of path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw FolderError() }
    defer { fclose(file) }
    var bytes: [UInt8] = []
    var byte = fgetc(file)
    while byte != EOF {
      bytes.append(UInt8(byte))
      byte = fgetc(file)
    }
    return bytes
  }

  struct FolderError: Error {}
}
