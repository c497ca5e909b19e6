internal import DataFrames
internal import FeatureStoreCore

/// What a check expected and did not get, as a sentence.
struct Mismatch: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}

func expect(_ condition: Bool, _ message: @autoclosure () -> String) throws {
  if !condition { throw Mismatch(message()) }
}

func expectEqual<Value: Equatable>(_ value: Value, _ expected: Value, _ what: String) throws {
  if value != expected { throw Mismatch("\(what): \(value) instead of \(expected)") }
}

/// Compares columns, types, order and every cell.
func expectFrame(_ frame: DataFrame, _ expected: DataFrame, _ what: String) throws {
  if let difference = frame.difference(from: expected, limit: 5) { throw Mismatch("\(what): \(difference)") }
}

func expectColumn(_ frame: DataFrame, _ name: String, _ expected: Column, _ what: String = "the answer") throws {
  try expectFrame(
    try frame.select([name]), try DataFrame(columns: [(name: name, column: expected)]), what)
}

/// Runs what must fail with a code and a message.
func expectError(_ code: FeatureStoreError.Code, _ what: String, _ body: () async throws -> Void) async throws {
  do {
    try await body()
  } catch let error as FeatureStoreError {
    try expect(error.code == code, "\(what): the error is \(error.code) instead of \(code): \(error.message)")
    try expect(!error.message.isEmpty, "\(what): the error has no message")
    return
  } catch {
    throw Mismatch("\(what): \(type(of: error)) instead of a FeatureStoreError with code \(code): \(error)")
  }
  throw Mismatch("\(what): no error instead of \(code)")
}
