import FeatureStore
import Testing

@Suite struct FormulaTests {
  private static let events: DataFrame = [
    "id": .int64([1, 1, 1]),
    "at": .timestamp([Timestamp(seconds: 0), Timestamp(seconds: 86_400), Timestamp(seconds: 216_000)]),
    "a": .float64([6, nil, -7]), "b": .int64([2, 0, 3]), "ok": .bool([true, nil, false]),
    "city": .string(["Oslo", "Rome", nil]),
    "since": .date([CivilDate(daysSinceEpoch: -1), nil, CivilDate(daysSinceEpoch: 1)]),
    "my col": .float64([1, 2, 3]),
  ]

  private func computed(_ formula: String, type: String = "float64", more: [String: String] = [:]) throws -> DataFrame {
    var registry = FeatureRegistry()
    for (name, text) in [("x", formula)] + more.sorted(by: { $0.key < $1.key }).map({ ($0.key, $0.value) }) {
      try registry.register(
        TemporalFeatureDefinition(
          name: name, description: "", entityKey: "id", timestampColumn: "at", computationType: .derived,
          derivationFormula: text, dataType: name == "x" ? type : "float64"))
    }
    return try FeatureComputation(registry).run(Self.events).frame
  }

  @Test(
    "formulas compute, nulls and divisions by zero give nulls",
    arguments: [
      ("a + b * 2 - 1", [9, nil, -2]), ("(a + b) * 2", [16, nil, -8]), ("a / b", [3, nil, -7.0 / 3]),
      ("1 / b", [0.5, nil, 1.0 / 3]),
      ("a % 4", [2, nil, 1]),
      ("-a ** 2", [-36, nil, -49]),
      ("2 ** -1", [0.5, 0.5, 0.5]),
      ("2 ** 3 ** 2", [512, 512, 512]),
      ("abs(a) + sqrt(b * b)", [8, nil, 10]),
      ("log(b)", [0.6931471805599453, nil, 1.0986122886681098]),
      ("coalesce(a, b, 1)", [6, 0, -7]),
      ("if(a > 0, 1, 0)", [1, 0, 0]),
      ("min(a, b)", [2, 0, -7]),
      ("max(a, b)", [6, 0, 3]),
      ("a > 0", [1, nil, 0]),
      ("a > 0 and b > 5", [0, 0, 0]),
      ("a > 0 or b >= 0", [1, 1, 1]),
      ("not (a > 0)", [0, nil, 1]),
      ("a is null", [0, 1, 0]),
      ("a is not null and a < 0", [0, 0, 1]),
      ("is_null(city)", [0, 0, 1]),
      ("ok", [1, nil, 0]),
      ("city == 'Oslo'", [1, 0, nil]), ("city != \"Oslo\"", [0, 1, nil]), ("null + a", [nil, nil, nil]),
      ("at - since", [1, nil, 1.5]),
      ("at > date('1970-01-02')", [0, 0, 1]),
      ("`my col` * 1_000.5e0", [1000.5, 2001, 3001.5]),
      ("at - coalesce(since, date('1970-01-01'))", [1, 1, 1.5]), ("round(2.5) + floor(-0.5) + ceil(0.5)", [2, 2, 2]),
      ("x2 + 1", [4, nil, -2.5]), ("max(at - since, 0) - 1", [0, -1, 0.5]), ("at - null", [nil, nil, nil]),
      ("not a > 0 and b > 0", [0, 0, 1]), ("2 * -a ** 2 + +1", [-71, nil, -97]),
      ("(city) == ('Oslo') or a is null", [1, 1, nil]),
    ] as [(String, [Double?])])
  func values(_ formula: String, _ expected: [Double?]) throws {
    let frame = try computed(formula, more: formula.contains("x2") ? ["x2": "a / 2"] : [:])
    #expect(try Array(frame["x", as: Double.self]) == expected, "\(formula)")
  }

  @Test(
    "an error quotes the formula with a caret under the place",
    arguments: [
      ("a + foo", "there is no 'foo'", 4), ("a +", "ends where a value", 3), ("(a + b", "closing bracket", 6),
      ("a b", "operator is missing", 2), ("a $ b", "no meaning", 2), ("foo(a)", "no function 'foo'", 0),
      ("abs(a, b)", "takes 1 arguments", 0), ("city + 1", "needs numbers, this is a text", 5),
      ("city < 'x'", "== and !=", 5), ("at > 1", "cannot be compared", 3), ("not a", "needs a comparison", 0),
      ("'abc", "closing '", 0),
      ("1.2.3", "operator is missing", 3),
      ("12ab", "not a number", 0),
      ("a is 3", "goes with null", 5),
      ("x + 1", "made from itself", 0),
      ("a + y", "closes a circle", 0),
      ("if(a > 1, city, 2)", "cannot give a text", 0),
      ("date(a)", "in quotes", 0), ("* a", "a value is expected", 0),
      ("a < b < 3", "cannot be chained", 6), ("a is null is null", "cannot be chained", 10),
      ("a is null + 1", "operator is missing", 10), ("(a, b)", "closing bracket", 2),
      ("a, b", "operator is missing", 1),
      ("a)", "operator is missing", 1), ("abs()", "takes 1 arguments, not 0", 0), ("abs(a", "a comma or a closing", 5),
      ("(a b)", "closing bracket", 3), ("1 + not a", "a value is expected", 4), ("and a", "a value is expected", 0),
      ("`abs`(a)", "operator is missing", 5), ("if(a > 1, 2)", "takes 3 arguments, not 2", 0),
      ("date('2024' == 'x')", "in quotes", 0), ("`a", "closing ` is missing", 0),
    ])
  func failures(_ formula: String, _ expected: String, _ position: Int) throws {
    let error = #expect(throws: FeatureStoreError.self) {
      try computed(formula, more: formula == "a + y" ? ["y": "x + 1"] : [:])
    }
    let message = error?.message ?? "none"
    #expect(message.contains(expected), "\(message)")
    let lines = message.split(separator: "\n")
    let caret = Substring(String(repeating: " ", count: position + 2) + "^")
    #expect(lines.count == 3 && lines.last == caret, "\(message)")
  }

  @Test("a circle over three features is found, whatever the order")
  func circle() {
    let error = #expect(throws: FeatureStoreError.self) { try computed("p", more: ["p": "q * 2", "q": "1 - x"]) }
    #expect(error?.message.contains("'x' closes a circle: 'x' is itself made from 'q'") == true)
    #expect(error?.message.hasSuffix("  1 - x\n      ^") == true)
  }

  @Test(
    "days become whole when the data type is an integer, also where they are chosen or added to whole numbers",
    arguments: [
      ("at - since", [1, nil, 1]), ("max(at - since, 0)", [1, 0, 1]), ("abs(since - at)", [1, nil, 1]),
      ("coalesce(at - since, -1)", [1, -1, 1]), ("min(at - since, 7)", [1, 7, 1]),
      ("if(a > 0, at - since, 0)", [1, 0, 0]), ("at - since + b", [3, nil, 4]), ("10 - (at - since)", [9, nil, 8]),
      ("since - at", [-1, nil, -2]), ("-(at - since)", [-1, nil, -2]), ("coalesce(at - since, ok)", [1, nil, 1]),
      ("coalesce(max(at - since, 0), null)", [1, 0, 1]),
    ] as [(String, [Int64?])])
  func wholeDays(_ formula: String, _ expected: [Int64?]) throws {
    #expect(try Array(computed(formula, type: "int64")["x", as: Int64.self]) == expected)
    let narrow = try computed(formula, type: "int32")["x", as: Int32.self]
    #expect(narrow.map { $0.map(Int64.init) } == expected)
  }

  @Test(
    "other fractions are an error with a remedy, also beside days",
    arguments: [
      "a / 4", "max(at - since, 0.5)", "(at - since) * 24 / 7", "at - since + 0.25", "coalesce(at - since, a / 4)",
    ])
  func otherFractions(_ formula: String) {
    let error = #expect(throws: FeatureStoreError.self) { try computed(formula, type: "int64") }
    #expect(error?.message.contains("floor(") == true, "\(error?.message ?? "none")")
  }

  @Test("only an integer type cuts days: float32 keeps the fraction")
  func fractionsOfDays() throws {
    #expect(try Array(computed("at - since", type: "float32")["x", as: Float.self]) == [1, nil, 1.5])
    let nanosecond: DataFrame = [
      "id": .int64([1]),
      "at": .timestamp([Timestamp(seconds: 200 * 86_400 - 1, nanoseconds: 999_999_999)], unit: .nanoseconds),
    ]
    var registry = FeatureRegistry()
    try registry.register(
      TemporalFeatureDefinition(
        name: "x", description: "", entityKey: "id", timestampColumn: "at", computationType: .derived,
        derivationFormula: "at - date('1970-01-01')", dataType: "int64"))
    #expect(try Array(FeatureComputation(registry).run(nanosecond).frame["x", as: Int64.self]) == [199])
  }
}
