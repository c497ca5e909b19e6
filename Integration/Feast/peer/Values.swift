import FeatureStore

/// A type of columns whose values requests can hold.
protocol JSONElement: ColumnElement {
  init(json: JSON) throws
}

extension JSONElement {
  static func optional(_ json: JSON) throws -> Self? { if case .null = json { nil } else { try Self(json: json) } }
}

extension Int64: JSONElement { init(json: JSON) throws { self = try json.asInteger } }
extension String: JSONElement { init(json: JSON) throws { self = try json.asString } }
extension Timestamp: JSONElement { init(json: JSON) throws { try self.init(try json.asString) } }

extension Int32: JSONElement {
  init(json: JSON) throws {
    guard let value = Int32(exactly: try json.asInteger) else {
      throw BadRequest(description: "\(json.text) is no int32.")
    }
    self = value
  }
}

extension Double: JSONElement {
  /// Numbers, and the texts that Python's `float` takes for what JSON has no number.
  init(json: JSON) throws {
    switch json {
    case .integer(let value): self = Double(value)
    case .number(let value): self = value
    case .string(let text) where Double(text) != nil: self = Double(text) ?? .nan
    default: throw BadRequest(description: "\(json.text) is no number.")
    }
  }
}

extension Float: JSONElement { init(json: JSON) throws { self = Float(try Double(json: json)) } }

extension Bool: JSONElement {
  init(json: JSON) throws {
    guard case .bool(let value) = json else { throw BadRequest(description: "\(json.text) is no truth value.") }
    self = value
  }
}

/// Bytes are written as an object with their hexadecimal digits.
extension [UInt8]: JSONElement {
  init(json: JSON) throws {
    let digits = Array<Character>(try json.string("hex"))
    self = try stride(from: 0, to: digits.count, by: 2).map { (index: Int) -> UInt8 in
      guard index + 1 < digits.count, let byte = UInt8(String(digits[index...index + 1]), radix: 16) else {
        throw BadRequest(description: "\(json.text) are no bytes.")
      }
      return byte
    }
  }
}

extension JSON {
  /// A value as the golden answers hold it: instants with six digits after the point, bytes in hexadecimal digits.
  init(_ value: FeatureValue) {
    switch value {
    case .null: self = .null
    case .bool(let value): self = .bool(value)
    case .int32(let value): self = .integer(Int64(value))
    case .int64(let value): self = .integer(value)
    case .float32(let value): self = .number(Double(value))
    case .float64(let value): self = .number(value)
    case .string(let value): self = .string(value)
    case .binary(let bytes): self = .object(["hex": .string(bytes.map(Self.hex).joined())])
    case .timestamp(let value): self = .string(Self.text(value))
    case .decimal(let value): self = .string(value.description)
    case .list(let values): self = .array(values.map { JSON($0) })
    }
  }

  private static func hex(_ byte: UInt8) -> String { (byte < 16 ? "0" : "") + String(byte, radix: 16) }

  private static func text(_ time: Timestamp) -> String {
    let digits = String(time.nanoseconds / 1_000)
    let second = Timestamp(seconds: time.seconds).description.dropLast()
    return "\(second).\(String(repeating: "0", count: 6 - digits.count))\(digits)Z"
  }

  /// A single key or value: what JSON says it is.
  var featureValue: FeatureValue {
    get throws {
      switch self {
      case .null: .null
      case .bool(let value): .bool(value)
      case .integer(let value): .int64(value)
      case .number(let value): .float64(value)
      case .string(let value): .string(value)
      case .array(let values): .list(try values.map { try $0.featureValue })
      case .object: .binary(try [UInt8](json: self))
      }
    }
  }
}
