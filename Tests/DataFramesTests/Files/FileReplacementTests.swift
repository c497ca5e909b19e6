import Foundation
import Testing

@testable import DataFrames

@Suite struct FileReplacementTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "file-replacement-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func mode(_ path: String) throws -> Int {
    try #require(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int)
  }

  private func text(_ path: String) -> String? {
    FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) }
  }

  private func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(atPath: "\(folder)/\(name)", withDestinationPath: target)
  }

  private func isLink(_ name: String) -> Bool {
    (try? FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(name)")) != nil
  }

  @Test("A chain of links stays, and the file at its end is replaced")
  func links() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try FileManager.default.createDirectory(atPath: folder + "/real", withIntermediateDirectories: true)
    try FileReplacement.write(Array("one".utf8), to: folder + "/real/file")
    try link("first", to: "real/file")
    try link("second", to: folder + "/first")
    try FileReplacement.write(Array("two".utf8), to: folder + "/second")
    #expect(isLink("first") && isLink("second"))
    #expect(text(folder + "/real/file") == "two")
    try link("dangling", to: "real/new")
    try FileReplacement.write(Array("three".utf8), to: folder + "/dangling")
    #expect(isLink("dangling") && text(folder + "/real/new") == "three")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/real").sorted() == ["file", "new"])
  }

  @Test("A circle of links, a folder and a device are refused by name, and nothing is left behind")
  func refused() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    try link("a", to: "b")
    try link("b", to: "a")
    try link("null", to: "/dev/null")
    for name in ["a", "null", ""] {
      let failure = try #require(throws: FileFailure.self) { try FileReplacement.write([1], to: "\(folder)/\(name)") }
      #expect(failure.description.contains(name == "null" ? "/dev/null" : folder))
    }
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == ["a", "b", "null"])
  }

  @Test("The mode of the file before is kept", arguments: [0o600, 0o664, 0o640, 0o755])
  func modes(_ wanted: Int) throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/file"
    try FileReplacement.write([1], to: path)
    try FileManager.default.setAttributes([.posixPermissions: wanted], ofItemAtPath: path)
    try FileReplacement.write([2], to: path)
    #expect(try mode(path) == wanted)
    try DataFrame(columns: [("a", .int64([1]))]).writeCSV(to: path)
    #expect(try mode(path) == wanted)
  }

  @Test("Group and owner of the file before are kept where that is allowed", .enabled(if: getuid() == 0))
  func owners() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/file"
    try FileReplacement.write([1], to: path)
    #expect(chown(path, 1, 2) == 0 && chmod(path, 0o664) == 0)
    try FileReplacement.write([2], to: path)
    var status = stat()
    #expect(stat(path, &status) == 0)
    #expect(status.st_uid == 1 && status.st_gid == 2 && status.st_mode & 0o777 == 0o664)
  }

  @Test("A name of the longest length can be written")
  func longName() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/" + String(repeating: "é", count: 127)
    try FileReplacement.write([1], to: path)
    #expect(text(path) == "\u{1}")
  }
}
