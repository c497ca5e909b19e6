import DataFrames
import Testing

@testable import DatabricksStore

@Suite("SQL text")
struct SQLTextTests {
  @Test(
    "names stand in backquotes, backquotes in them are doubled",
    arguments: [
      ("a", "`a`"), ("a b", "`a b`"), ("a`b", "`a``b`"), ("`", "````"), ("", "``"), ("a``", "`a`````"),
      ("a`\u{301}b", "`a``\u{301}b`"),
    ])
  func identifiers(name: String, expected: String) { #expect(SQLText.identifier(name) == expected) }

  @Test(
    "texts are escaped with backslashes",
    arguments: [
      ("a", "'a'"), ("it's", #"'it\'s'"#), (#"a\b"#, #"'a\\b'"#), ("a\nb", #"'a\nb'"#),
      ("'; DROP TABLE t --", #"'\'; DROP TABLE t --'"#),
      ("\0", #"'\0'"#), ("žluť 🐎", "'žluť 🐎'"), ("${a} $${b} {c}", #"'$\{a} $$\{b} {c}'"#),
    ])
  func literals(text: String, expected: String) { #expect(SQLText.literal(text) == expected) }

  @Test(
    "types go to SQL and back",
    arguments: [
      ColumnType.bool, .int32, .int64, .float32, .float64, .string, .binary, .date,
      .timestamp(.microseconds, utc: true),
      .timestamp(.microseconds, utc: false), .decimal(precision: 38, scale: 10), .list(.float32), .list(.string),
      .list(.timestamp(.microseconds, utc: true)), .list(.decimal(precision: 5, scale: 2)),
    ])
  func types(type: ColumnType) throws {
    let text = try #require(SQLType.text(type))
    #expect(SQLType.columnType(text) == type)
    #expect(SQLType.columnType(text.lowercased()) == type)
  }

  @Test(
    "types that cannot be held are none",
    arguments: [
      "map<string,int>", "struct<a: int>", "array<array<int>>", "variant", "interval day", "decimal(39,2)", "void", "",
    ])
  func unsupported(text: String) { #expect(SQLType.columnType(text) == nil) }

  @Test(
    "other spellings of types",
    arguments: [
      ("tinyint", ColumnType.int32), ("SMALLINT", .int32), ("varchar(20)", .string), ("char(3)", .string),
      ("decimal(10, 2)", .decimal(precision: 10, scale: 2)), ("decimal(7)", .decimal(precision: 7, scale: 0)),
      ("array<decimal(5, 2)>", .list(.decimal(precision: 5, scale: 2))),
    ])
  func spellings(text: String, expected: ColumnType) { #expect(SQLType.columnType(text) == expected) }
}
