/// A string as a key of a dictionary or a set, hashed and compared by its bytes.
///
/// Swift's `String` takes `é` as one letter and as `e` with an accent for equal; Parquet, SQLite and Feast do not. So no
/// dictionary or set of ours is keyed by names or by cells as strings.
///
/// ```swift
/// var places: [ByteKey: Int] = [:]
/// places["é"] = 1
/// ```
package struct ByteKey: Hashable, Comparable, Sendable, ExpressibleByStringLiteral {
  package let string: String

  package init(_ string: String) { self.string = string }
  package init(stringLiteral string: String) { self.string = string }

  package static func == (left: ByteKey, right: ByteKey) -> Bool { left.string == right.string }
  package static func < (left: ByteKey, right: ByteKey) -> Bool { left.string < right.string }

  package func hash(into hasher: inout Hasher) {
    var string = string
    string.withUTF8 { hasher.combine(bytes: UnsafeRawBufferPointer($0)) }
  }
}

extension Dictionary where Key == ByteKey {
  package subscript(string: String) -> Value? {
    get { self[ByteKey(string)] }
    set { self[ByteKey(string)] = newValue }
  }

  package subscript(string: String, default value: @autoclosure () -> Value) -> Value {
    get { self[ByteKey(string)] ?? value() }
    _modify { yield &self[ByteKey(string), default: value()] }
  }

  /// Takes pairs; of equal names the first stays.
  package init(firstOf pairs: some Sequence<(String, Value)>) {
    self.init(pairs.map { (ByteKey($0.0), $0.1) }) { (first: Value, _: Value) -> Value in first }
  }
}

extension Set where Element == ByteKey {
  package init(strings: some Sequence<String>) { self.init(strings.map { ByteKey($0) }) }

  package func contains(_ string: String) -> Bool { contains(ByteKey(string)) }

  /// Adds a string; false when it was there.
  package mutating func add(_ string: String) -> Bool { insert(ByteKey(string)).inserted }

  /// The strings in the order of their bytes.
  package func sortedStrings() -> [String] { sorted().map(\.string) }
}
