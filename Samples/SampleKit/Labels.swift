package import FeatureStore

/// The question a model is to answer: at these moments, did the customer buy again within 90 days?
///
/// Each customer is asked about five times, once a quarter, on a day of the month that depends on the customer. Asked for
/// at midnight, the purchases of that same day still lie ahead. Nobody is asked about who has not bought yet.
package struct Labels {
  package static let horizon = 90

  /// One question, with the customer's position in ``Purchases/customers``.
  package struct Question {
    package let customer: Int
    package let day: Int
    package let boughtAgain: Bool
  }

  package let questions: [Question]

  package init(_ purchases: Purchases) throws {
    let quarters = try ["1997-03-01", "1997-06-01", "1997-09-01", "1997-12-01", "1998-03-01"].map(Days.day)
    var questions: [Question] = []
    for customer in purchases.customers.indices {
      for quarter in quarters {
        let day = quarter + Int(purchases.customers[customer] % 28)
        guard !purchases.of(customer, before: day).isEmpty else { continue }
        let next = purchases.of(customer, from: day, before: day + Self.horizon)
        questions.append(Question(customer: customer, day: day, boughtAgain: !next.isEmpty))
      }
    }
    self.questions = questions
  }

  package func frame(_ purchases: Purchases) throws -> DataFrame {
    [
      "customer_id": .int64(questions.map { purchases.customers[$0.customer] }),
      "event_timestamp": .timestamp(questions.map { Days.midnight($0.day) }),
      "bought_again": .bool(questions.map(\.boughtAgain)),
    ]
  }

  package var rebuyRate: Double { Double(questions.count { $0.boughtAgain }) / Double(questions.count) }
}
