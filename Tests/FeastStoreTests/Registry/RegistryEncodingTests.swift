import DataFrames
import SwiftProtobuf
import Testing

@testable import FeastStore

@Suite struct RegistryEncodingTests {
  /// A tag map with two entries, `b` before `a`: an order that an encoder of ours need not give.
  private let entity: [UInt8] = {
    func field(_ number: Int, _ payload: [UInt8]) -> [UInt8] {
      var bytes: [UInt8] = []
      RegistryRecords.append(number, payload[...], to: &bytes)
      return bytes
    }
    func tag(_ key: String, _ value: String) -> [UInt8] {
      field(8, field(1, Array(key.utf8)) + field(2, Array(value.utf8)))
    }
    let spec =
      field(9, Array("demo".utf8)) + tag("b", "1") + tag("a", "2") + tag("c", "3") + field(1, Array("kept".utf8))
    return field(1, spec) + field(777, [1, 2, 3])
  }()

  private func file() -> [UInt8] {
    var bytes: [UInt8] = []
    RegistryRecords.append(900, [9, 9], to: &bytes)
    RegistryRecords.append(1, entity[...], to: &bytes)
    RegistryRecords.append(3, Array("1".utf8)[...], to: &bytes)
    return bytes
  }

  @Test("Objects that did not change keep their bytes, whatever the order of their fields; unknown fields stay")
  func unchanged() throws {
    let before = try Feast_Core_Registry(serializedBytes: file())
    var after = before
    try after.register(RegistryFileTests.definition("fv"), now: Timestamp(seconds: 1))
    after.entities.swapAt(0, after.entities.count - 1)
    let bytes = try RegistryEncoding(before: before, bytes: file()).bytes(of: after)
    #expect(try Feast_Core_Registry(serializedBytes: bytes) == after)
    #expect(RegistryRecords(bytes).payloads(1).last.map(Array.init) == entity)
    #expect(RegistryRecords(bytes).payloads(900).map(Array.init) == [[9, 9]])
  }

  @Test("A changed object is encoded anew, a removed one is gone")
  func changed() throws {
    let before = try Feast_Core_Registry(serializedBytes: file())
    var after = before
    after.entities[0].spec.owner = "ada"
    let encoding = RegistryEncoding(before: before, bytes: file())
    #expect(try Feast_Core_Registry(serializedBytes: encoding.bytes(of: after)) == after)
    after.entities = []
    #expect(try Feast_Core_Registry(serializedBytes: encoding.bytes(of: after)) == after)
  }

  @Test("Records are read to the end of damaged bytes, never past it")
  func damaged() {
    for length in 0...file().count { _ = RegistryRecords(Array(file().prefix(length))) }
    #expect(RegistryRecords([0x0A, 0xFF]).payloads(1).map(\.count) == [0])
    #expect(RegistryRecords([0x0A, 0x05, 1, 2]).payloads(1).map(Array.init) == [[1, 2]])
  }
}
