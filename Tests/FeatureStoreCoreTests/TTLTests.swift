import DataFrames
import FeatureStoreCore
import Testing

@Suite struct TTLTests {
  @Test(
    "a ttl is said in its largest whole unit",
    arguments: [
      (Duration.days(30), "30 days"), (.days(1), "1 day"), (.seconds(21_600), "6 hours"),
      (.seconds(5_400), "90 minutes"),
      (.seconds(1), "1 second"), (.milliseconds(1_500), "1.5 seconds"), (.microseconds(1), "0.000001 seconds"),
      (.zero, "0 seconds"), (.days(-1), "-1 days"), (.milliseconds(-1_500), "-1.5 seconds"),
    ])
  func phrases(ttl: Duration, phrase: String) {
    #expect(ttl.phrase == phrase)
  }

  @Test("decimal seconds are read back exactly, and nothing else is read")
  func decimalSeconds() {
    for ttl in [Duration.days(400), .milliseconds(1_500), .microseconds(1), .nanoseconds(7), .zero] {
      #expect(Duration(decimalSeconds: ttl.decimalSeconds) == ttl)
    }
    for text in ["", "-1", "1.", ".5", "1e3", "0x10", "1.5.5", " 1", "1.0000000000000000001", "99999999999999999999"] {
      #expect(Duration(decimalSeconds: text) == nil, "\(text)")
    }
  }

  @Test("an instant less a span is exact, and never before the year 1")
  func earlier() throws {
    let noon = Timestamp(seconds: 43_200, nanoseconds: 250_000_000)
    #expect(noon.earlier(by: .milliseconds(1_500)) == Timestamp(seconds: 43_198, nanoseconds: 750_000_000))
    #expect(noon.earlier(by: .zero) == noon)
    #expect(noon.earlier(by: .nanoseconds(1)) == Timestamp(seconds: 43_200, nanoseconds: 249_999_999))
    for span in [Duration.seconds(Int64.max), .seconds(Int64.max) * 10, .days(999_999_999)] {
      #expect(noon.earlier(by: span) == Timestamp.earliest)
    }
    #expect(Timestamp(seconds: .min).earlier(by: .seconds(1)) == Timestamp.earliest)
    #expect(Timestamp.earliest.description == "0001-01-01T00:00:00Z")
  }

  @Test("microseconds are held at the ends")
  func microseconds() {
    #expect(Duration.milliseconds(1_500).microseconds == 1_500_000)
    #expect(Duration.seconds(Int64.max).microseconds == .max)
    #expect((Duration.zero - .seconds(Int64.max)).microseconds == .min)
  }

  @Test("a first incremental run begins a ttl, or 52 weeks, before now or before its end")
  func incrementalStart() {
    let (now, end) = (Timestamp(seconds: 100_000), Timestamp(seconds: 90_000))
    func start(_ ttl: Duration?, _ last: Timestamp? = nil) -> Timestamp {
      MaterializedView.incrementalStart(after: last, ttl: ttl, end: end, now: now)
    }
    #expect(start(.milliseconds(1_500)) == Timestamp(seconds: 89_998, nanoseconds: 500_000_000))
    #expect(start(nil) == Timestamp(seconds: 90_000 - 52 * 7 * 86_400))
    #expect(start(.seconds(Int64.max)) == Timestamp.earliest)
    #expect(start(nil, Timestamp(seconds: 5)) == Timestamp(seconds: 5))
  }
}
