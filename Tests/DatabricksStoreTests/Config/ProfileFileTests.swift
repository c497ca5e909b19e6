import DatabricksStore
import FeatureStoreCore
import Testing

@Suite struct ProfileFileTests {
  private func parse(_ text: String) throws -> ProfileFile { try ProfileFile(parsing: text, path: "/f.cfg") }

  @Test("sections, both delimiters, comments at the start of lines, keys in any case")
  func reads() throws {
    let file = try parse(
      """
      # comment
      [DEFAULT]
      Host = https://h
        ; another = comment

        Token: a=b:c ; d # e
      [ two words ] ; behind
      empty =
      percent = %(host)s %
      """)
    #expect(file.sections.map(\.name) == ["DEFAULT", "two words"])
    let first = try #require(file.sections.first)
    #expect(first.entries.map(\.key) == ["host", "token"])
    #expect(first["host"] == "https://h")
    #expect(first["token"] == "a=b:c ; d # e")
    let second = try #require(file.sections.last)
    #expect(second["empty"] == "" && second["percent"] == "%(host)s %" && second["host"] == nil)
  }

  @Test("line ends of all systems and a byte order mark", arguments: ["\n", "\r\n", "\r"])
  func lineEnds(end: String) throws {
    let file = try parse("\u{FEFF}[p]" + end + end + "host = h" + end + "token = t" + end)
    #expect(file.sections.first?.entries.map { "\($0.key)=\($0.value.reveal())" } == ["host=h", "token=t"])
  }

  @Test("text without sections is an empty file", arguments: ["", "\n\n", "# only\n; comments\n", "   "])
  func empty(text: String) throws {
    #expect(try parse(text).sections.isEmpty)
    #expect(try parse(text).profile(nil) == nil)
  }

  @Test(
    "a damaged file is an error with file and line, without values",
    arguments: [
      ("token = s3cr3t", 1, "in front of the first [section]"),
      ("[p]\n\ns3cr3t", 3, "neither a [section] nor a key = value"),
      ("[p\ntoken = s3cr3t", 1, "no closing bracket"),
      ("[]\ntoken = s3cr3t", 1, "no name"),
      ("[  ]", 1, "no name"),
      ("[p]\n= s3cr3t", 2, "no key"),
      ("[p]\nToken = s3cr3t\ntOKEN: s3cr3t2", 3, "the section [p] has the key token already"),
      ("[p]\na = 1\n[q]\n[p]\n", 4, "the section [p] stands in line 1 already"),
    ])
  func damaged(text: String, line: Int, problem: String) throws {
    let error = try #require(throws: FeatureStoreError.self) { try parse(text) }
    #expect(error.code == .configuration)
    #expect(error.message.contains("/f.cfg, line \(line): ") && error.message.contains(problem))
    #expect(!error.message.contains("s3cr3t"))
  }

  @Test(
    "the profile: the named one, the file's default, DEFAULT if it has keys, else none",
    arguments: [
      ("[DEFAULT]\na = 1\n[p]\nb = 2", "p", "p"),
      ("[DEFAULT]\na = 1\n[p]\nb = 2", nil, "DEFAULT"),
      ("[DEFAULT]\na = 1\n[p]\nb = 2", "DEFAULT", "DEFAULT"),
      ("[DEFAULT]\n[p]\nb = 2", nil, nil),
      ("[p]\nb = 2", nil, nil),
      ("[p]", "p", "p"),
      ("[__settings__]\ndefault_profile = p\n[DEFAULT]\na = 1\n[p]\nb = 2", nil, "p"),
      ("[__settings__]\ndefault_profile = p\n[DEFAULT]\na = 1\n[p]\nb = 2", "DEFAULT", "DEFAULT"),
      ("[__settings__]\ndefault_profile =\n[DEFAULT]\na = 1", nil, "DEFAULT"),
    ] as [(String, String?, String?)])
  func chooses(text: String, named: String?, expected: String?) throws {
    let requested = named.map { FoundSetting(.profile, $0, .explicit) }
    #expect(try parse(text).profile(requested)?.name == expected)
  }

  @Test(
    "a named profile that is not there is an error that lists those that are",
    arguments: [
      ("[DEFAULT]\na = 1\n[dev]\nb = 2", "prod", "Profiles there: DEFAULT, dev."),
      ("", "prod", "Profiles there: none."),
      ("[DEFAULT]", "DEFAULT", "no profile 'DEFAULT'"),
      ("[p]\na = 1", "P", "no profile 'P'"),
      ("[__settings__]\na = 1", "__settings__", "is no profile"),
      ("[__settings__]\ndefault_profile = __settings__", nil, "is no profile"),
      ("[__settings__]\ndefault_profile = gone", nil, "default_profile of [__settings__]"),
    ] as [(String, String?, String)])
  func missing(text: String, named: String?, expected: String) throws {
    let requested = named.map { FoundSetting(.profile, $0, .environment("DATABRICKS_CONFIG_PROFILE")) }
    let error = try #require(throws: FeatureStoreError.self) { _ = try parse(text).profile(requested) }
    #expect(error.code == .configuration)
    #expect(error.message.contains(expected))
    if named != nil { #expect(error.message.contains("DATABRICKS_CONFIG_PROFILE")) }
  }
}
