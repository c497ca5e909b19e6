import Testing

@testable import DatabricksStore

@Suite("Materialized windows")
struct MaterializedIntervalsTests {
  private let prefix = "feature_store.materialized."

  @Test("windows that touch or overlap become one, and the properties of those that are gone are removed")
  func merging() {
    let intervals = MaterializedIntervals([prefix + "10": "20", prefix + "30": "40", "other": "1"])
    #expect(intervals.windows == [10...20, 30...40])
    let joined = intervals.adding(15...30)
    #expect(joined.set == [prefix + "10": "40"])
    #expect(joined.unset == [prefix + "30"])
    let adjacent = intervals.adding(21...25)
    #expect(adjacent.set == [prefix + "10": "25"] && adjacent.unset.isEmpty)
    let apart = intervals.adding(50...60)
    #expect(apart.set == [prefix + "50": "60"] && apart.unset.isEmpty)
    let earlier = intervals.adding(5...35)
    #expect(earlier.set == [prefix + "5": "40"] && Set(earlier.unset) == [prefix + "10", prefix + "30"])
  }

  @Test("damaged properties are passed over, and nothing materialized shows nothing")
  func damaged() {
    let intervals = MaterializedIntervals([prefix + "x": "1", prefix + "5": "y", prefix + "9": "3"])
    #expect(intervals.isEmpty && intervals.end == nil)
    #expect(intervals.condition(on: "t") == "false")
  }
}
