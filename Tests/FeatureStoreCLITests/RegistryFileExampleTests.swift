import FeatureStore
import Foundation
import Testing

@Suite struct RegistryFileExampleTests {
  /// The code blocks of the page on the registry file, in their order.
  private func blocks() throws -> [(language: String, text: String)] {
    let page = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/FeatureStore/FeatureStore.docc/RegistryFile.md")
    let parts = try String(contentsOf: page.standardizedFileURL, encoding: .utf8).components(separatedBy: "```")
    return stride(from: 1, to: parts.count, by: 2).map { (index: Int) in
      let lines = parts[index].split(separator: "\n", maxSplits: 1, omittingEmptySubsequences: false)
      return (String(lines[0]), String(lines.last ?? ""))
    }
  }

  @Test("the documented registry, events and commands give the documented table")
  func example() async throws {
    let folder = try CommandFolder()
    let blocks = try blocks()
    #expect(blocks.map(\.language) == ["json", "csv", "bash", ""])
    try folder.write("features.json", blocks[0].text)
    try folder.write("events.csv", blocks[1].text)
    for line in blocks[2].text.split(separator: "\n") {
      let words = line.split(separator: " ").dropFirst().map { (word: Substring) -> String in
        word.hasSuffix(".json") || word.hasSuffix(".csv") ? folder.file(String(word)) : String(word)
      }
      let run = await CommandRun(["--repo", folder.file("repo")] + words)
      #expect(run.exitCode == 0, "\(line): \(run.notes)")
    }
    let written = try DataFrame(csv: folder.file("shop_features.csv"))
    try folder.write("expected.csv", blocks[3].text)
    let keys: [SortKey] = ["customer_id", "event_timestamp"]
    #expect(try written.sorted(by: keys) == DataFrame(csv: folder.file("expected.csv")).sorted(by: keys))
  }

  @Test("every member that the library writes is on the page")
  func members() throws {
    let page = try blocks().first?.text ?? ""
    let feature = try TemporalFeatureDefinition(name: "a", description: "", entityKey: "k")
    var registry = FeatureRegistry()
    try registry.register(feature)
    let url = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/FeatureStore/FeatureStore.docc/RegistryFile.md")
    let text = try String(contentsOf: url.standardizedFileURL, encoding: .utf8)
    let json = try #require(try JSONSerialization.jsonObject(with: Data(registry.jsonText)) as? [String: Any])
    let features = try #require(json["features"] as? [String: [String: Any]])
    for member in try #require(features["a"]).keys { #expect(text.contains("`\(member)`"), "\(member)") }
    #expect(page.contains("\"metadata\""))
  }
}
