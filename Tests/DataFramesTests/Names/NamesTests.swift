import DataFrames
import Foundation
import Testing

/// Two Unicode forms of one letter: two names.
@Suite struct NamesTests {
  private let composed = "\u{E9}"
  private let decomposed = "e\u{301}"

  @Test("Strings are compared by their bytes")
  func comparison() {
    let maybe: String? = composed
    #expect(!(composed == decomposed) && composed != decomposed)
    #expect(decomposed < composed && !(composed < decomposed))
    #expect(![composed].contains(decomposed) && [composed].firstIndex(of: decomposed) == nil)
    #expect([composed] != [decomposed] && maybe != decomposed && maybe == composed)
    #expect([composed, decomposed].sorted().map { Array($0.utf8) } == [[0x65, 0xCC, 0x81], [0xC3, 0xA9]])
    // The sign of the unit kelvin is the letter K for Swift.
    #expect(!("K" == "\u{212A}"))
    switch composed {
    case "e\u{301}": Issue.record("a pattern matched another name")
    default: break
    }
  }

  @Test("A dictionary and a set keep two forms apart")
  func keys() {
    var places: [ByteKey: Int] = [:]
    places[composed] = 1
    places[decomposed, default: 0] += 2
    #expect(places[composed] == 1 && places[decomposed] == 2)
    #expect(Set<ByteKey>(strings: [composed, decomposed]).count == 2)
  }

  @Test("A frame has a column for each form")
  func frames() throws {
    let frame = try DataFrame(columns: [(composed, .int64([1])), (decomposed, .int64([2]))])
    #expect(try frame[decomposed, as: Int64.self][0] == 2)
    #expect(try frame.drop([composed]).columnNames == [decomposed])
    #expect(try frame.select([decomposed, composed]) != frame)
    let renamed = try frame.rename([decomposed: "x"])
    #expect(renamed.columnNames == [composed, "x"])
    #expect(try DataFrame(csvText: frame.csvText()) == frame)
  }

  @Test("Equal letters in two forms are two values of a column")
  func values() throws {
    let frame = try DataFrame(columns: [("a", .string([composed, decomposed, composed]))])
    #expect(try frame.column("a").unique().count == 2)
    #expect(try frame.unique().rowCount == 2)
  }

  /// What a reviewer would have to look for in each change.
  @Test("No dictionary or set of the repository's code is keyed by strings that names could be")
  func sources() throws {
    let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("Sources")
    // Tags, environments and file metadata are dictionaries of the public interface or of protobuf.
    let allowed = [
      "tags", "environment", "joinKeyMap", "fieldMapping", "keyValue", "Metadata", "metadata", "values: [String",
      "dictionary",
      "names: [String", "types: [String", "sourceTimestampColumns", "nullTexts", "texts: [String", "missing",
      "besides known:",
      "taken", "[Kind: [String", "classes:", "decorators", "aliases(", "views: Set<String>?", "tables: Set",
      "extension [String: String]", "schemes: Set<String>", "validate(columns", "toDictionary",
    ]
    for module in ["DataFrames", "FeastStore", "FeatureStoreCore", "Parquet"] {
      let files = try #require(
        FileManager.default.enumerator(atPath: root.appendingPathComponent(module).path)?.allObjects as? [String])
      for file in files where file.hasSuffix(".swift") && !file.contains("Generated") {
        let text = try String(
          contentsOf: root.appendingPathComponent(module).appendingPathComponent(file), encoding: .utf8)
        for line in text.split(separator: "\n") where line.contains("Set<String>") || line.contains("[String: ") {
          let isKnown = line.contains("///") || allowed.contains { line.contains($0) }
          #expect(isKnown, "\(module)/\(file): use ByteKey, or allow it here: \(line)")
        }
        if module == "FeastStore" || module == "FeatureStoreCore" {
          let compares = text.contains(" == ") || text.contains(" != ") || text.contains(".contains(")
          #expect(!compares || text.contains("import DataFrames"), "\(module)/\(file) compares without DataFrames")
        }
      }
    }
  }
}
