import DataFrames
import FeatureStoreCore
import Testing

@Suite struct OnlineRowsTests {
  struct Customer: Decodable, Equatable {
    let customer_id: Int
    let age: Int32?
    let balance: Double?
    let embedding: [Float]?
  }

  func answer() -> OnlineFeatures {
    func column(_ name: String, _ values: [FeatureValue]) -> OnlineFeatures.Feature {
      OnlineFeatures.Feature(
        name: name, values: values, statuses: values.map { $0.isNull ? .notFound : .present },
        eventTimestamps: values.map { _ in nil })
    }
    return OnlineFeatures(columns: [
      column("customer_id", [1, 2]), column("age", [.int32(34), .null]), column("balance", [.null, .null]),
      column("embedding", [.list([.float32(0.5)]), .null]),
    ])
  }

  @Test("an answer is decoded into one value an entity; what was not found is nil")
  func decoding() throws {
    #expect(
      try answer().rows(as: Customer.self) == [
        Customer(customer_id: 1, age: 34, balance: nil, embedding: [0.5]),
        Customer(customer_id: 2, age: nil, balance: nil, embedding: nil),
      ])
  }

  @Test("errors name the column and the row in the words of the feature store")
  func errors() {
    struct Strict: Decodable { let age: Int }
    struct Other: Decodable { let income: Double? }
    struct Wrong: Decodable { let age: String? }
    let null = #expect(throws: FeatureStoreError.self) { try answer().rows(as: Strict.self) }
    #expect(null?.code == .typeMismatch && null?.message.hasPrefix("Column 'age', row 1: a null") == true)
    let missing = #expect(throws: FeatureStoreError.self) { try answer().rows(as: Other.self) }
    #expect(missing?.code == .featureNotFound)
    let wrong = #expect(throws: FeatureStoreError.self) { try answer().rows(as: Wrong.self) }
    #expect(wrong?.message == "Column 'age', row 0: int32 cannot be read as String.")
  }
}
