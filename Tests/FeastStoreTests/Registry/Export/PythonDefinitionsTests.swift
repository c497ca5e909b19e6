import FeatureStoreCore
import Testing

@testable import FeastStore

@Suite struct PythonDefinitionsTests {
  private func read(_ source: String) -> PythonDefinitions {
    var definitions = PythonDefinitions()
    definitions.read(source, file: "/repo/a.py")
    return definitions
  }

  @Test(
    "a definition is found with its variable, however it is written",
    arguments: [
      (#"stats = FeatureView(name="stats", ttl=1)"#, "stats"),
      (#"stats: FeatureView = FeatureView(name='stats')"#, "stats"),
      ("stats = feast.FeatureView(\n    entities=[driver],\n    name = (\"x\"),\n)", nil),
      ("from feast import FeatureView as FV\r\nstats = FV(\r\n  # name=\"no\"\r\n  name=\"sta\" \"ts\")", "stats"),
      (
        "@on_demand_feature_view(sources=[a], schema=[Field(name=\"x\")])\ndef stats(inputs):\n    return inputs",
        "stats"
      ),
      ("@feast.on_demand_feature_view.on_demand_feature_view(sources=[a])\ndef stats(i): pass", "stats"),
      ("views = [FeatureView(name=\"stats\")]", nil), ("def make():\n    stats = FeatureView(name=\"stats\")", nil),
      ("stats = FeatureView(source=FileSource(name=\"inner\"), name=\"stats\")", "stats"),
    ])
  func found(source: String, variable: String?) {
    let place = read(source).place(.view, "stats")
    if source.contains("(\"x\")") {
      #expect(place == nil && read(source).unknown.count == 1)
    } else {
      #expect(place == PythonDefinitions.Place(file: "/repo/a.py", variable: variable))
    }
  }

  @Test(
    "what only Python knows is said, with file and line",
    arguments: [
      #"v = FeatureView(name=NAME)"#, #"v = FeatureView(name=f"a{b}")"#, #"v = FeatureView(name="a" + x)"#,
      #"v = FeatureView(name="a".upper())"#,
    ])
  func unknown(source: String) {
    let definitions = read("\n" + source)
    #expect(definitions.places.isEmpty)
    #expect(definitions.unknown.count == 1 && definitions.unknown[0].contains("/repo/a.py, line 2"))
  }

  @Test(
    "comments, strings, imports, classes and other functions define nothing",
    arguments: [
      "# v = FeatureView(name=\"v\")", "\"\"\"\nv = FeatureView(name=\"v\")\n\"\"\"", "s = 'FeatureView(name=\"v\")'",
      "from feast import FeatureView", "class FeatureView(Base): name = \"v\"", "def Entity(name=\"v\"): pass",
      "isinstance(x, FeatureView)", "my_FeatureView(name=\"v\")", "x = r'\\'; # FeatureView(name=\"v\")",
      "FeatureView(name=\"v", "FeatureView(", "", "'''", "\\",
    ])
  func nothing(source: String) {
    let definitions = read(source)
    let names = definitions.places.values.flatMap(\.keys)
    #expect(names.isEmpty || source == "FeatureView(name=\"v", "\(names)")
  }

  @Test("kinds are told apart")
  func kinds() {
    let definitions = read(
      """
      project = Project(name="p")
      driver = Entity("driver", join_keys=["id"])
      a = FileSource(name="s", path="x.parquet")
      b = FileSource(path="unnamed.parquet")
      m = FeatureService(
          name="m",
          features=[driver_stats],
      )
      l = LabelView(name="l")
      """)
    #expect(definitions.place(.project, "p")?.variable == "project")
    #expect(definitions.place(.entity, "driver")?.variable == "driver")
    #expect(definitions.place(.source, "s")?.variable == "a")
    #expect(definitions.places[.source]?.count == 1)
    #expect(definitions.place(.service, "m")?.variable == "m")
    #expect(definitions.place(.view, "l")?.variable == "l")
    #expect(definitions.unknown.isEmpty)
  }

  @Test("a file below the repository is a module, one beside it or with another name is not")
  func modules() {
    var scope = DefinitionScope()
    scope.root = "/repo"
    #expect(scope.module("/repo/features.py") == "features")
    #expect(scope.module("/repo/sub/../sub/a_1.py") == "sub.a_1")
    for file in ["/elsewhere/a.py", "/repo/my-file.py", "/repo/1.py", "/repo/a.txt", "/repository/a.py"] {
      #expect(scope.module(file) == nil, "\(file)")
    }
  }
}
