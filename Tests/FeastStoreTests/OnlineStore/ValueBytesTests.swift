import DataFrames
import FeatureStoreCore
import SwiftProtobuf
import Testing

@testable import FeastStore

@Suite struct ValueBytesTests {
  static let cases: [(String, FeatureValue, FeastType)] = [
    ("null", .null, .int64), ("int64 1001", .int64(1001), .int64), ("int64 0", .int64(0), .int64),
    ("int64 -1", .int64(-1), .int64), ("int64 min", .int64(.min), .int64), ("int64 max", .int64(.max), .int64),
    ("int32 7", .int32(7), .int32), ("int32 -1", .int32(-1), .int32), ("double 1.5", .float64(1.5), .double),
    ("double 0", .float64(0), .double), ("float 1.5", .float32(1.5), .float), ("string abc", .string("abc"), .string),
    ("string empty", .string(""), .string), ("string long", .string(String(repeating: "x", count: 300)), .string),
    ("bytes 00ff", .binary([0, 255]), .bytes), ("bool true", .bool(true), .bool), ("bool false", .bool(false), .bool),
    ("timestamp 1767225600", .timestamp(Timestamp(seconds: 1_767_225_600)), .unixTimestamp),
    ("timestamp null", .null, .unixTimestamp),
  ]

  @Test("Values are the bytes that Feast writes, and read back; so does a column of them")
  func matchesFeast() throws {
    let vectors = try FeastFixtures.load().values
    #expect(Set(vectors.keys) == Set(Self.cases.map { $0.0 }))
    for (name, value, type) in Self.cases {
      let expected = try #require(vectors[name])
      #expect(try ValueBytes.encode(value, declared: type).hex == expected, "\(name)")
      #expect(try ValueBytes.decode([UInt8](hex: expected)) == value, "\(name)")
      guard let columnType = type.columnType else { continue }
      let column = value.isNull ? Column.nulls(columnType, count: 1) : try Column([value])
      let encoded = try EncodedFeature(FeastField(name: "f", type: type), column)
      #expect(encoded.values.bytes.hex == expected, "\(name), a column")
    }
  }

  @Test("Hand-written bytes equal SwiftProtobuf's")
  func matchesProtobuf() throws {
    var generator = SystemRandomNumberGenerator()
    for shift in 0..<64 {
      let number = Int64(bitPattern: generator.next() >> UInt64(shift))
      let message = Feast_Types_Value.with { $0.int64Val = number }
      #expect(try ValueBytes.encode(.int64(number), declared: .int64) == message.serializedBytes())
      let double = Double(bitPattern: UInt64(bitPattern: number))
      guard !double.isNaN else { continue }
      let other = Feast_Types_Value.with { $0.doubleVal = double }
      #expect(try ValueBytes.encode(.float64(double), declared: .double) == other.serializedBytes())
    }
  }

  @Test("NaN is written as null; infinity is kept")
  func notANumber() throws {
    #expect(try ValueBytes.encode(.float64(.nan), declared: .double).isEmpty)
    #expect(try ValueBytes.encode(.float32(.nan), declared: .float).isEmpty)
    #expect(try ValueBytes.decode(ValueBytes.encode(.float64(.infinity), declared: .double)) == .float64(.infinity))
  }

  @Test("A null_val is null, of several fields the last counts, and unknown fields are passed over")
  func oddMessages() throws {
    #expect(try ValueBytes.decode([UInt8](hex: "980100")) == .null)
    #expect(try ValueBytes.decode([UInt8](hex: "20011803")) == .int32(3))
    #expect(try ValueBytes.decode([UInt8](hex: "2001" + "a00605" + "aa060161")) == .int64(1))
  }

  /// Lists as Feast 0.67 writes them, in hexadecimal.
  private static let lists: [(String, Column, FeastType)] = [
    ("82010a0a080000803f00002040", .list([[1, 2.5] as [Float]]), FeastType(rawValue: 16)),
    ("820100", .list([[] as [Float]]), FeastType(rawValue: 16)),
    ("7a120a10000000000000f03f0000000000000440", .list([[1, 2.5] as [Double]]), FeastType(rawValue: 15)),
    ("720f0a0d01ffffffffffffffffff01ac02", .list([[1, -1, 300] as [Int64]]), FeastType(rawValue: 14)),
    ("6a050a0301ac02", .list([[1, 300] as [Int32]]), FeastType(rawValue: 13)),
    ("62050a01610a00", .list([["a", ""]]), FeastType(rawValue: 12)),
    ("8a01040a020100", .list([[true, false]]), FeastType(rawValue: 17)),
    ("9201070a0580f2d6ca06", .list([[Timestamp(seconds: 1_767_225_600)]]), FeastType(rawValue: 18)),
  ]

  @Test("Lists are the bytes that Feast writes, and read back")
  func listsMatchFeast() throws {
    for (hex, column, type) in Self.lists {
      let encoded = try EncodedFeature(FeastField(name: "f", type: type), column)
      #expect(encoded.values.bytes.hex == hex, "\(type)")
      #expect(try ValueBytes.decode([UInt8](hex: hex)) == FeatureValue(column, row: 0), "\(type)")
    }
  }

  @Test("A null inside a list becomes what Feast writes for it; among integers it is an error")
  func nullsInLists() throws {
    func bytes(_ column: Column, _ type: Int) throws -> [UInt8] {
      try EncodedFeature(FeastField(name: "f", type: FeastType(rawValue: type)), column).values.bytes
    }
    #expect(try bytes(.list([["a", nil] as [String?]]), 12).hex == "62050a01610a00")
    #expect(try bytes(.list([[true, nil] as [Bool?]]), 17).hex == "8a01040a020100")
    #expect(try bytes(.list([nil as [Int64]?]), 14).isEmpty)
    #expect(throws: FeatureStoreError.self) { try bytes(.list([[1, nil] as [Int64?]]), 14) }
  }

  @Test("JSON, UUID and decimals are kept as text; a map is an error that names its type")
  func otherTypes() throws {
    #expect(try ValueBytes.decode([UInt8](hex: "8202077b2261223a317d")) == .string("{\"a\":1}"))
    #expect(try ValueBytes.decode([UInt8](hex: "e20204312e3530")) == .string("1.50"))
    let price = Column.decimal([DecimalValue("1.50")])
    #expect(try EncodedFeature(FeastField(name: "f", type: .decimal), price).values.bytes.hex == "e20204312e3530")
    let error = try #require(throws: FeatureStoreError.self) {
      try ValueBytes.decode([UInt8](hex: "a201090a070a016112022001"))
    }
    #expect(error.code == .notSupported)
    #expect(error.message.contains("MAP"))
  }

  @Test("Damaged bytes are an error, never a trap")
  func damaged() throws {
    for hex in [
      "20", "2080", "29000000", "1203", "12ff", "0f", "00", "20ffffffffffffffffffffff", "12ffffffffffffffffff01",
    ] {
      let error = try #require(throws: FeatureStoreError.self) { try ValueBytes.decode([UInt8](hex: hex)) }
      #expect(error.code == .corruptData, "\(hex)")
    }
    var generator = SystemRandomNumberGenerator()
    for _ in 0..<2_000 {
      let bytes = (0..<Int.random(in: 0...12)).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
      _ = try? ValueBytes.decode(bytes)
    }
  }
}
