import DataFrames
import FeatureStoreCore
import FeatureStoreTesting
import Testing

@Suite("The same answer everywhere")
struct SameAnswerTests {
  private static let frames = Result { try SameAnswerFrames(prefix: "same") }

  @Test("the questions have more than 100,000 values, most of them not null, and are the same every time")
  func size() async throws {
    let frames = try Self.frames.get()
    #expect(frames.valueCount >= 100_000)
    let again = try SameAnswerFrames(prefix: "same")
    #expect(zip(frames.questions, again.questions).allSatisfy { $0.entities == $1.entities })
    var values = 0
    for question in frames.questions {
      let answer = try await question.answer(InMemoryAdapter())
      values += answer.schema.filter { $0.name.contains("__") }.reduce(0) { (sum: Int, column) -> Int in
        sum + ((try? answer.column(column.name)).map { $0.count - $0.nullCount } ?? 0)
      }
    }
    #expect(values > 50_000)
  }

  @Test("a Feast repository gives the answers of the definition", arguments: 0..<10)
  func feast(_ index: Int) async throws {
    let question = try Self.frames.get().questions[index]
    let store = try TemporaryStore()
    let answer = try await question.answer(store.adapter)
    let expected = try await question.answer(InMemoryAdapter())
    if let difference = answer.difference(from: expected) { Issue.record("\(question): \(difference)") }
  }
}
