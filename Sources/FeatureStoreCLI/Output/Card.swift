/// One thing in lines of name and value; lines without a value are left out.
struct Card {
  let lines: [(name: String, value: String)]

  init(_ lines: [(name: String, value: String)]) { self.lines = lines.filter { !$0.value.isEmpty } }

  var text: String {
    lines.map { (name: String, value: String) -> String in
      name + String(repeating: " ", count: max(1, 14 - name.count)) + value + "\n"
    }.joined()
  }
}

extension [String: String] {
  /// `key=value, key=value`, sorted by key.
  var pairsText: String { sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }.joined(separator: ", ") }

  /// An object, sorted by key.
  var json: JSONText { .object(sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) }) }
}

extension [String] {
  var json: JSONText { .array(map { .string($0) }) }
}
