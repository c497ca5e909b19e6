import FeatureStore
import SampleKit

/// Shows that no training row knows a purchase of its own future: on one customer in full, on all rows by counting again.
struct LeakProof {
  let purchases: Purchases
  let labels: Labels
  let training: DataFrame

  /// Counts every training row's purchases again, straight from the purchases, and compares.
  ///
  /// - Returns: How many rows were found right.
  /// - Throws: A ``SampleError`` that names the first row that is wrong.
  func recount() throws -> Int {
    let orders = try training["total_orders", as: Int64.self]
    let spend = try training["total_spend", as: Double.self]
    for (row, question) in labels.questions.enumerated() {
      let known = try purchases.of(question.customer, before: snapshot(for: question.day))
      let expected = known.isEmpty ? nil : Int64(known.count)
      let cents = spend[row].map { Int(($0 * 100).rounded()) }
      guard orders[row] == expected, cents == (known.isEmpty ? nil : purchases.spend(known)) else {
        let customer = purchases.customers[question.customer]
        throw SampleError("Training row \(row), customer \(customer), does not hold what was known at its time.")
      }
    }
    return labels.questions.count
  }

  /// The newest snapshot that is not later than a day.
  private func snapshot(for day: Int) throws -> Int { try GoldTable.snapshotDays().last { $0 <= day } ?? .min }

  /// The row to show: few enough purchases to list, and the most to gain from a look into the future.
  private func mostTelling() throws -> Int? {
    var best: (row: Int, gain: Double)?
    for (row, question) in labels.questions.enumerated() where question.boughtAgain {
      let all = purchases.all(of: question.customer)
      let snapshot = try snapshot(for: question.day)
      let known = purchases.of(question.customer, before: snapshot)
      let between = purchases.of(question.customer, from: snapshot, before: question.day)
      guard (5...9).contains(all.count), known.count >= 2, !between.isEmpty else { continue }
      let gain = Double(purchases.spend(all)) / Double(max(purchases.spend(known), 1))
      if gain > best?.gain ?? 0 { best = (row, gain) }
    }
    return best?.row
  }

  /// Tells one customer's story, purchase by purchase.
  func story() throws -> [String] {
    guard let row = try mostTelling() else { return ["No customer bought before, between and after."] }
    let question = labels.questions[row]
    let snapshot = try snapshot(for: question.day)
    let served = try training["total_spend", as: Double.self][row] ?? 0
    let leaked = purchases.spend(purchases.all(of: question.customer))
    return heading(question, snapshot) + timeline(question, snapshot) + [
      "",
      "total_spend in the training frame    \(Page.money(served, width: 9))   the ■ purchases, and no other",
      "the same from the newest gold row    \(Page.money(Double(leaked) / 100, width: 9))   had we joined on customer_id alone",
    ]
  }

  private func heading(_ question: Labels.Question, _ snapshot: Int) -> [String] {
    [
      "Customer \(purchases.customers[question.customer]), asked about on \(Days.text(question.day)), 00:00."
        + " The newest snapshot by then is of \(Days.text(snapshot)), 00:00.", "",
    ]
  }

  private func timeline(_ question: Labels.Question, _ snapshot: Int) -> [String] {
    purchases.all(of: question.customer).map { (index: Int) -> String in
      let day = purchases.days[index]
      let amount = Page.money(Double(purchases.cents[index]) / 100, width: 9)
      return "\(Days.text(day))  \(amount)   \(remark(day, question, snapshot))"
    }
  }

  private func remark(_ day: Int, _ question: Labels.Question, _ snapshot: Int) -> String {
    if day < snapshot { return "■ in the snapshot" }
    if day < question.day { return "□ after the snapshot: waits for the next one" }
    if day < question.day + Labels.horizon { return "· the future: this is what the label says, bought_again = true" }
    return "· the future, beyond the label's 90 days"
  }
}
