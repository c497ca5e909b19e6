import FeatureStore
import FeatureStoreTesting

/// Asks memory, a Feast repository in a new folder and the workspace the same generated questions, and compares all cells.
func sameAnswer(folder: String) async throws {
  let frames = try SameAnswerFrames(prefix: "same")
  let oracle = InMemoryAdapter()
  let local = try FeastAdapter(repoPath: folder)
  let remote = try DatabricksFeatureStoreAdapter()
  var compared = 0
  var differences: [String] = []
  for question in frames.questions {
    let expected = try await question.answer(oracle)
    for (name, answer) in [
      ("Feast", try await question.answer(local)), ("Databricks", try await question.answer(remote)),
    ] {
      if let difference = answer.difference(from: expected) {
        differences.append("\(question.name), \(name): \(difference)")
      }
      compared += question.valueCount
    }
    print("\(question.name): \(question.valueCount) values in each of three stores")
  }
  print("\(compared) values compared")
  guard differences.isEmpty else { throw Disagreement(description: differences.joined(separator: "\n")) }
}
