// Strings are compared by their bytes in this package.
//
// These operators stand before those of the standard library wherever this module is imported, so that a comparison of
// names cannot be written that takes two Unicode forms of one letter for the same name. Dictionaries, sets and types
// with a synthesized `==` go by the standard library still: for keys there is `ByteKey`.

extension String {
  package static func == (left: String, right: String) -> Bool {
    left.utf8.count == right.utf8.count && left.utf8.elementsEqual(right.utf8)
  }

  package static func != (left: String, right: String) -> Bool { !(left == right) }

  package static func < (left: String, right: String) -> Bool { left.utf8.lexicographicallyPrecedes(right.utf8) }
}

package func ~= (pattern: String, value: String) -> Bool { pattern == value }

extension Optional where Wrapped == String {
  package static func == (left: String?, right: String?) -> Bool {
    switch (left, right) {
    case (nil, nil): true
    case (let left?, let right?): left == right
    default: false
    }
  }

  package static func != (left: String?, right: String?) -> Bool { !(left == right) }
}

extension Array where Element == String {
  package static func == (left: [String], right: [String]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { $0 == $1 }
  }

  package static func != (left: [String], right: [String]) -> Bool { !(left == right) }
}

extension Sequence where Element == String {
  package func contains(_ string: String) -> Bool { contains { $0 == string } }

  package func sorted() -> [String] { sorted { $0 < $1 } }
}

extension Collection where Element == String {
  package func firstIndex(of string: String) -> Index? { firstIndex { $0 == string } }
}
