import DataFrames
import FeatureStoreCore
import SwiftProtobuf
import Testing

@testable import FeastStore

@Suite struct FeastViewTests {
  private func snapshot() throws -> RegistrySnapshot {
    RegistrySnapshot(try Feast_Core_Registry(decoding: FeastFixtures.registry(), path: "/r.db"), path: "/r.db")
  }

  @Test("A view that Feast wrote is read whole")
  func feastView() throws {
    let view = try snapshot().view("driver_stats", project: "demo")
    #expect(view.joinKeys == [FeastField(name: "driver_id", type: .int64)])
    #expect(
      view.features == [
        .init(name: "trips", type: .int64), .init(name: "rate", type: .float), .init(name: "label", type: .string),
      ])
    #expect(view.ttl == .seconds(2_592_000))
    #expect(view.isOnline && !view.isDisabled && !view.isEntityless)
    #expect(view.tags == ["tier": "gold"])
    #expect(view.owner == "ada")
    #expect(view.description == "daily numbers")
    #expect(view.state == .availableOnline)
    let start = try Timestamp("2025-12-01")
    #expect(
      view.materializationIntervals == [.init(start: start, end: Timestamp(seconds: start.seconds + 60 * 86_400))])
    let source = try view.fileSource()
    #expect(source.uri == "data/stats.parquet")
    #expect(source.path(in: "/repo") == "/repo/data/stats.parquet")
    #expect(source.timestampField == "event_timestamp")
    #expect(source.createdColumn == "created")
    #expect(source.fieldMapping == ["old_name": "label"])
    #expect(source.column(for: "label") == "old_name")
    #expect(source.column(for: "trips") == "trips")
  }

  @Test("A view without entities has the key that Feast gives it")
  func entityless() throws {
    let view = try snapshot().view("fuel", project: "demo")
    #expect(view.isEntityless)
    #expect(view.joinKeys == [FeastField(name: "__dummy_id", type: .string)])
    #expect(view.ttl == nil)
  }

  @Test("A name that is not there is an error that lists the views; another project's views are not there")
  func unknownView() throws {
    let snapshot = try snapshot()
    let error = try #require(throws: FeatureStoreError.self) { try snapshot.view("drivers", project: "demo") }
    #expect(error.code == .viewNotFound)
    #expect(error.message.contains("driver_stats"))
    #expect(thrownCode { try snapshot.view("driver_stats", project: "other") } == .viewNotFound)
    let view = try snapshot.view("driver_stats", project: "demo")
    #expect(thrownCode { try view.feature("trip") } == .featureNotFound)
  }

  @Test("The least that Feast accepts is enough: types and keys come from the entities")
  func minimal() throws {
    var registry = Feast_Core_Registry()
    registry.entities = [
      .with {
        $0.spec = .with {
          $0.name = "driver"
          $0.joinKey = "driver_id"
          $0.project = "p"
          $0.valueType = .int32
        }
      }
    ]
    registry.featureViews = [
      .with {
        $0.spec = .with {
          $0.name = "v"
          $0.project = "p"
          $0.entities = ["driver"]
        }
      }
    ]
    let view = try RegistrySnapshot(registry, path: "r").view("v", project: "p")
    #expect(view.joinKeys == [FeastField(name: "driver_id", type: .int32)])
    #expect(thrownCode { try view.fileSource() } == .corruptData)
    registry.featureViews[0].spec.entityColumns = [.with { $0.name = "driver_id" }]
    #expect(try RegistrySnapshot(registry, path: "r").view("v", project: "p").joinKeys == view.joinKeys)
    registry.entities = []
    registry.featureViews[0].spec.entityColumns = []
    let error = try #require(throws: FeatureStoreError.self) {
      try RegistrySnapshot(registry, path: "r").view("v", project: "p")
    }
    #expect(error.code == .corruptData)
    #expect(error.message.contains("driver"))
  }

  @Test("Another kind of view, and a source that is no Parquet file, say that they are not supported")
  func otherKinds() throws {
    var registry = Feast_Core_Registry()
    registry.onDemandFeatureViews = [
      .with {
        $0.spec = .with {
          $0.name = "odfv"
          $0.project = "p"
        }
      }
    ]
    registry.featureViews = [
      .with {
        $0.spec = .with {
          $0.name = "v"
          $0.project = "p"
          $0.batchSource.type = .batchBigquery
        }
      }
    ]
    let snapshot = RegistrySnapshot(registry, path: "r")
    #expect(thrownCode { try snapshot.view("odfv", project: "p") } == .notSupported)
    let view = try snapshot.view("v", project: "p")
    #expect(thrownCode { try view.fileSource() } == .notSupported)
  }
}
