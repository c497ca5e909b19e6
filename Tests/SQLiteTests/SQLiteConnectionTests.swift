import Foundation
import SQLite
import Testing

@Suite struct SQLiteConnectionTests {
  let path = NSTemporaryDirectory() + "sqlite-tests-\(UUID().uuidString).db"

  private func open(_ access: SQLiteConnection.Access = .create) throws -> SQLiteConnection {
    try SQLiteConnection(path: path, access: access, busyTimeout: 0.05)
  }

  private func removeFiles() {
    for suffix in ["", "-wal", "-shm"] { try? FileManager.default.removeItem(atPath: path + suffix) }
  }

  private func count(_ connection: SQLiteConnection) throws -> Int64? {
    try connection.run { try $0.integer("SELECT count(*) FROM t") }
  }

  @Test("Values are bound and read, empty ones apart from NULL")
  func values() throws {
    defer { removeFiles() }
    try open().transaction { session in
      try session.execute("CREATE TABLE t (a BLOB, b TEXT, c INTEGER, d TEXT)")
      let insert = try session.statement("INSERT INTO t VALUES (?, ?, ?, ?)")
      defer { insert.clear() }
      try insert.bind(1, blob: UnsafeRawBufferPointer(start: nil, count: 0))
      try insert.bind(2, copying: "")
      try insert.bind(3, .min)
      try insert.bindNull(4)
      #expect(try !insert.step())
      insert.reset()
      let text = Array("é".utf8)
      try text.withUnsafeBytes { bytes in
        try insert.bind(1, blob: bytes)
        try insert.bind(2, text: bytes)
        #expect(try !insert.step())
      }
      #expect(session.changes == 1)
    }
    try open(.readOnly).run { session in
      let select = try session.statement("SELECT * FROM t ORDER BY rowid")
      defer { select.reset() }
      #expect(try select.step())
      #expect((0..<4).map { select.storage($0) } == [.blob, .text, .integer, .null])
      #expect(select.bytes(0).isEmpty && select.int64(2) == .min)
      #expect(try select.step())
      #expect(select.text(1) == "é" && select.bytes(0).elementsEqual("é".utf8))
      #expect(try !select.step())
    }
  }

  @Test("A transaction whose body throws leaves nothing behind")
  func rollback() throws {
    defer { removeFiles() }
    struct Stopped: Error {}
    let connection = try open()
    try connection.transaction { try $0.execute("CREATE TABLE t (a)") }
    #expect(throws: Stopped.self) {
      try connection.transaction { session in
        try session.execute("INSERT INTO t VALUES (1)")
        throw Stopped()
      }
    }
    #expect(try count(connection) == 0)
  }

  @Test("With a write-ahead log a snapshot sees one state while another connection writes, and does not hold it up")
  func snapshot() throws {
    defer { removeFiles() }
    let writer = try open()
    try writer.run { try $0.execute("PRAGMA journal_mode = WAL") }
    try writer.transaction { try $0.execute("CREATE TABLE t (a)") }
    let reader = try open(.readOnly)
    try reader.snapshot { session in
      #expect(try session.integer("SELECT count(*) FROM t") == 0)
      try writer.transaction { try $0.execute("INSERT INTO t VALUES (1)") }
      #expect(try session.integer("SELECT count(*) FROM t") == 0)
    }
    #expect(try count(reader) == 1)
  }

  @Test("Failures say what kind they are and name the file")
  func failures() throws {
    defer { removeFiles() }
    #expect(try #require(throws: SQLiteError.self) { try open(.readOnly) }.kind == .cannotOpen)
    let writer = try open()
    let missing = try #require(throws: SQLiteError.self) { try count(writer) }
    #expect(missing.kind == .noSuchTable)
    #expect(missing.description.contains(path))
    try writer.transaction { _ in
      let other = try open()
      let busy = #expect(throws: SQLiteError.self) { try other.transaction { try $0.execute("CREATE TABLE u (a)") } }
      #expect(busy?.kind == .busy)
    }
    try Data(String(repeating: "not a database ", count: 300).utf8).write(to: URL(fileURLWithPath: path + "x"))
    defer { try? FileManager.default.removeItem(atPath: path + "x") }
    let damaged = #expect(throws: SQLiteError.self) {
      try SQLiteConnection(path: path + "x", access: .create, busyTimeout: 1).run { try $0.integer("SELECT 1 FROM t") }
    }
    #expect(damaged?.kind == .corrupt)
  }

  private func journalMode(_ connection: SQLiteConnection) throws -> String? {
    try connection.run { try $0.text("PRAGMA journal_mode") }
  }

  @Test("A new file has a rollback journal, and a file keeps the mode that it has", arguments: ["wal", "delete"])
  func journalModes(_ mode: String) throws {
    defer { removeFiles() }
    #expect(try journalMode(open()) == "delete")
    try open().run { try $0.execute("PRAGMA journal_mode = \(mode)") }
    try open().transaction { try $0.execute("CREATE TABLE t (a)") }
    #expect(try journalMode(open(.readOnly)) == mode)
  }

  @Test("A transaction that outgrows the cache keeps no reader out before it commits")
  func largeTransaction() throws {
    defer { removeFiles() }
    let writer = try open()
    try writer.transaction { try $0.execute("CREATE TABLE t (a)") }
    let reader = try open(.readOnly)
    try writer.transaction { session in
      // Some 20 MB; the cache has two.
      try session.execute(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) "
          + "INSERT INTO t SELECT randomblob(1000) FROM n")
      #expect(try count(reader) == 0)
    }
    #expect(try count(reader) == 20_000)
  }

  @Test("A writer waits for another one", .timeLimit(.minutes(1)))
  func waiting() throws {
    defer { removeFiles() }
    let writer = try open()
    try writer.transaction { try $0.execute("CREATE TABLE t (a INTEGER)") }
    try writer.run { try $0.execute("BEGIN IMMEDIATE") }
    let finish = Thread {
      Thread.sleep(forTimeInterval: 0.3)
      try? writer.run { try $0.execute("COMMIT") }
    }
    finish.start()
    let other = try SQLiteConnection(path: path, access: .create, busyTimeout: 30)
    try other.transaction { try $0.execute("INSERT INTO t VALUES (1)") }
    #expect(try count(other) == 1)
  }

  @Test("Statements whose tables have one name in two Unicode forms are two statements")
  func unicodeForms() throws {
    defer { removeFiles() }
    let connection = try open()
    for (number, name) in ["\u{E9}", "e\u{301}"].enumerated() {
      try connection.transaction { try $0.execute("CREATE TABLE \"\(name)\" AS SELECT \(number) AS a") }
      #expect(try connection.run { try $0.integer("SELECT a FROM \"\(name)\"") } == Int64(number))
    }
  }

  @Test("An unchanging file is read without locks, whatever its path holds")
  func immutable() throws {
    let folder = NSTemporaryDirectory() + "sqlite ?#%é-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let odd = folder + "/a b?.db"
    try SQLiteConnection(path: odd, access: .create, busyTimeout: 1).transaction {
      try $0.execute("CREATE TABLE t AS SELECT 5 AS a")
    }
    let reader = try SQLiteConnection(path: odd, access: .immutable, busyTimeout: 1)
    #expect(try reader.run { try $0.integer("SELECT a FROM t") } == 5)
  }

  @Test("Names are quoted", arguments: [("a", "\"a\""), ("a\"b", "\"a\"\"b\""), ("é \"", "\"é \"\"\"")])
  func quoting(_ name: String, _ expected: String) {
    #expect(quotedIdentifier(name) == expected)
  }
}
