import DatabricksStore
import FeatureStoreCore
import Foundation
import Testing

@Suite struct ProfileOnDiskTests {
  /// Runs with a folder that is the home of nobody else.
  private func withHome(_ body: (URL) throws -> Void) throws {
    let home = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: home, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: home) }
    try body(home)
  }

  @Test("the file in the home folder is read; one that is not there is no error")
  func home() throws {
    try withHome { home in
      #expect(code(home) == .credentialsMissing)
      let file = home.appendingPathComponent(".databrickscfg")
      try Data("[DEFAULT]\r\nhost = h\r\ntoken = t\r\n".utf8).write(to: file)
      let resolved = try resolve(home)
      #expect(resolved.host == "https://h" && resolved.credentials == .pat(token: "t"))
      #expect(resolved.found.fileUse == .read(profile: "DEFAULT", file: file.path))
    }
  }

  @Test("a folder in place of the file, and bytes that are no text, are errors that name the file")
  func unreadable() throws {
    try withHome { home in
      let file = home.appendingPathComponent(".databrickscfg")
      try Data([0x5B, 0xFF, 0x5D]).write(to: file)
      #expect(code(home) == .configuration)
      try FileManager.default.removeItem(at: file)
      try FileManager.default.createDirectory(at: file, withIntermediateDirectories: true)
      #expect(code(home) == .io)
    }
  }

  private func resolve(_ home: URL) throws -> ResolvedConfiguration {
    try ResolvedConfiguration.resolve(.init(), environment: ["HOME": home.path])
  }

  /// The code of the error, if its message names the file.
  private func code(_ home: URL) -> FeatureStoreError.Code? {
    do {
      _ = try resolve(home)
    } catch let error as FeatureStoreError where error.message.contains(home.path + "/.databrickscfg") {
      return error.code
    } catch {
      Issue.record(error)
    }
    return nil
  }
}
