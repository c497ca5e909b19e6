import FeatureStore
import Testing

/// Columns whose names mean something else in a formula, or are the same letters in other bytes.
@Suite struct FormulaNameTests {
  private static let composed = "\u{E9}"
  private static let decomposed = "e\u{301}"

  private func definition(
    _ type: FeatureComputationType, _ sources: [String] = [], formula: String? = nil
  ) throws -> TemporalFeatureDefinition {
    try TemporalFeatureDefinition(
      name: "x", description: "", entityKey: "id", timestampColumn: "at", sourceColumns: sources, computationType: type,
      derivationFormula: formula)
  }

  private func value(_ feature: TemporalFeatureDefinition, _ columns: [(String, Column)]) throws -> Double? {
    var registry = FeatureRegistry()
    try registry.register(feature)
    let keys: [(name: String, column: Column)] = [("id", .int64([1])), ("at", .timestamp([Timestamp(seconds: 0)]))]
    let frame = try DataFrame(columns: keys + columns.map { (name: $0.0, column: $0.1) })
    return try FeatureComputation(registry).run(frame).frame["x", as: Double.self][0]
  }

  static let names = [
    "null", "None", "true", "True", "false", "False", "and", "or", "not", "is", "if", "abs", "a b", "a\u{A0}b", "a\tb",
    "a\nb", "a\r\nb", "a  b", "`", "a`b", "``", "'", "\"", "1", "(", "a+b", "\u{301}", "é", "e\u{301}", "東京", "", " ",
  ]

  @Test("a ratio and an interaction take columns of any name", arguments: names)
  func products(_ name: String) throws {
    let columns: [(String, Column)] = [(name, .float64([6])), ("b", .float64([3]))]
    #expect(try value(definition(.ratio, [name, "b"]), columns) == 2)
    #expect(try value(definition(.ratio, ["b", name]), columns) == 0.5)
    #expect(try value(definition(.interaction, [name, "b", name]), columns) == 108)
  }

  @Test("a name in backticks is a name, whatever it looks like; two backticks stand for one", arguments: names)
  func quoted(_ name: String) throws {
    let quoted = "`" + name.unicodeScalars.map { $0 == "`" ? "``" : String($0) }.joined() + "`"
    let feature = try definition(.derived, formula: "\(quoted) + 2 * \(quoted)")
    #expect(try value(feature, [(name, .float64([5]))]) == 15)
  }

  @Test("without backticks the words keep their meaning")
  func words() throws {
    let columns: [(String, Column)] = [("null", .float64([6])), ("true", .float64([7]))]
    #expect(try value(definition(.derived, formula: "coalesce(null, true)"), columns) == 1)
    #expect(try value(definition(.derived, formula: "coalesce(`null`, `true`)"), columns) == 6)
  }

  @Test("names of the same letters in other bytes are different columns")
  func forms() throws {
    let both: [(String, Column)] = [("a", .float64([1])), (Self.decomposed, .float64([2]))]
    for formula in [Self.decomposed, "`\(Self.decomposed)`"] {
      #expect(try value(definition(.derived, formula: formula), both) == 2)
    }
    for formula in [Self.composed, "`\(Self.composed)`"] {
      #expect(throws: FeatureStoreError.self) { try value(definition(.derived, formula: formula), both) }
    }
    #expect(throws: FeatureStoreError.self) { try value(definition(.ratio, [Self.composed, "a"]), both) }
  }

  @Test("texts are equal when their bytes are, and keep their white space")
  func texts() throws {
    var values = TextBuffer()
    values.append(Self.decomposed)
    let dictionary = Column(.dictionary(DictionaryText(codes: [0], values: values)))
    for column in [Column.string([Self.decomposed]), dictionary] {
      for (literal, expected) in [(Self.decomposed, 1.0), (Self.composed, 0)] {
        #expect(try value(definition(.derived, formula: "city == '\(literal)'"), [("city", column)]) == expected)
        #expect(try value(definition(.derived, formula: "city != \"\(literal)\""), [("city", column)]) == 1 - expected)
      }
    }
    for text in ["a\u{A0}b", "a\tb", "a\nb", "a\r\nb", " a ", "\u{2003}"] {
      #expect(try value(definition(.derived, formula: "city == '\(text)'"), [("city", .string([text]))]) == 1)
      #expect(try value(definition(.derived, formula: "city == 'a b'"), [("city", .string([text]))]) == 0)
    }
  }

  @Test("the caret stands under the place in spite of line ends and wide letters, and long formulas are cut")
  func places() throws {
    let feature = try definition(.derived, formula: "a\t+\n`e\u{301}` + foo")
    let error = #expect(throws: FeatureStoreError.self) {
      try value(feature, [("a", .float64([1])), ("e\u{301}", .float64([1]))])
    }
    #expect(error?.message.hasSuffix("\n  a + `e\u{301}` + foo\n            ^") == true, "\(error?.message ?? "")")
    let long = try definition(.derived, formula: String(repeating: "a + ", count: 5_000) + "foo + a")
    let longError = #expect(throws: FeatureStoreError.self) { try value(long, [("a", .float64([1]))]) }
    let lines = longError?.message.split(separator: "\n") ?? []
    #expect(lines.count == 3 && lines.allSatisfy { $0.count < 200 })
    #expect(lines.last?.count == 2 + 1 + 60 + 1)
  }
}
