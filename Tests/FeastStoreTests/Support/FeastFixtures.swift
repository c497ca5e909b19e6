import DataFrames
import FeatureStoreCore
import Foundation

@testable import FeastStore

/// What `Tests/Fixtures/feast/make_format_vectors.py` had Feast write.
struct FeastFixtures: Decodable {
  struct Key: Decodable {
    struct Part: Decodable {
      let name: String
      let field: FeastField
      let value: FeatureValue
      private enum CodingKeys: String, CodingKey { case name, type, value }

      init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        name = try container.decode(String.self, forKey: .name)
        switch try container.decode(String.self, forKey: .type) {
        case "int64_val":
          (field, value) = (.init(name: name, type: .int64), .int64(try container.decode(Int64.self, forKey: .value)))
        case "int32_val":
          (field, value) = (.init(name: name, type: .int32), .int32(try container.decode(Int32.self, forKey: .value)))
        case "bytes_val":
          (field, value) = (
            .init(name: name, type: .bytes), .binary([UInt8](hex: try container.decode(String.self, forKey: .value)))
          )
        case "unix_timestamp_val":
          let time = Timestamp(seconds: try container.decode(Int64.self, forKey: .value))
          (field, value) = (.init(name: name, type: .unixTimestamp), .timestamp(time))
        default:
          (field, value) = (
            .init(name: name, type: .string), .string(try container.decode(String.self, forKey: .value))
          )
        }
      }
    }
    let parts: [Part]
    let v2: String
    let v3: String
  }
  let keys: [String: Key]
  let values: [String: String]
  /// Pairs of big-endian bits and text.
  let floats: [[String]]

  static let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appendingPathComponent("Fixtures/feast")

  static func load() throws -> FeastFixtures {
    try JSONDecoder().decode(Self.self, from: Data(contentsOf: folder.appendingPathComponent("format_vectors.json")))
  }

  static func registry() throws -> [UInt8] {
    [UInt8](try Data(contentsOf: folder.appendingPathComponent("registry.db")))
  }
}
