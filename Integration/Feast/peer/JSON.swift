import Foundation

/// A JSON value that keeps integers exact.
indirect enum JSON: Decodable {
  case null
  case bool(Bool)
  case integer(Int64)
  case number(Double)
  case string(String)
  case array([JSON])
  case object([String: JSON])

  init(text: String) throws { self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8)) }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .bool(value)
    } else if let value = try? container.decode(Int64.self) {
      self = .integer(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let values = try? container.decode([JSON].self) {
      self = .array(values)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  /// The text in one line; members in the order of their names.
  var text: String {
    switch self {
    case .null: "null"
    case .bool(let value): value ? "true" : "false"
    case .integer(let value): "\(value)"
    case .number(let value) where value.isFinite: "\(value)"
    case .number(let value): value.isNaN ? "NaN" : value < 0 ? "-Infinity" : "Infinity"
    case .string(let value): Self.quoted(value)
    case .array(let items): "[" + items.map(\.text).joined(separator: ",") + "]"
    case .object(let members):
      "{" + members.sorted { $0.key < $1.key }.map { Self.quoted($0.key) + ":" + $0.value.text }.joined(separator: ",")
        + "}"
    }
  }

  private static func quoted(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"", "\\": result += "\\" + String(scalar)
      case _ where scalar.value < 0x20:
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }
}

/// What a request says under a name.
extension JSON {
  subscript(name: String) -> JSON? {
    guard case .object(let members) = self, let value = members[name] else { return nil }
    if case .null = value { return nil }
    return value
  }

  func required(_ name: String) throws -> JSON {
    guard let value = self[name] else { throw BadRequest(description: "The request lacks '\(name)'.") }
    return value
  }

  func string(_ name: String) throws -> String { try required(name).asString }
  func strings(_ name: String) throws -> [String] { try self[name]?.asArray.map { try $0.asString } ?? [] }
  func flag(_ name: String) -> Bool { if case .bool(true)? = self[name] { true } else { false } }

  var asString: String {
    get throws {
      guard case .string(let value) = self else { throw BadRequest(description: "\(text) is no text.") }
      return value
    }
  }

  var asInteger: Int64 {
    get throws {
      guard case .integer(let value) = self else { throw BadRequest(description: "\(text) is no integer.") }
      return value
    }
  }

  var asArray: [JSON] {
    get throws {
      guard case .array(let values) = self else { throw BadRequest(description: "\(text) is no array.") }
      return values
    }
  }

  var asObject: [String: JSON] {
    get throws {
      guard case .object(let members) = self else { throw BadRequest(description: "\(text) is no object.") }
      return members
    }
  }

  /// Text under names, such as tags.
  var asTexts: [String: String] { get throws { try asObject.mapValues { try $0.asString } } }
}

struct BadRequest: Error, CustomStringConvertible {
  let description: String
}
