internal import DataFrames

/// Dense ids, in order of first appearance, for distinct byte strings.
///
/// Open addressing with linear probing, at most half of the slots taken. A slot holds the 64-bit hash and the id; the
/// bytes stand once in `entries`, by id, and are compared when hashes agree. The probe loops stand in
/// `TextTable+Probing.swift`.
struct TextTable: Sendable {
  /// The distinct texts in the order of their ids.
  var entries = TextBuffer()
  var hashes: [UInt64] = []
  /// The id of the text whose hash is in the same slot, −1 for a free slot.
  var ids: [Int32] = []

  /// The number of distinct texts.
  var count: Int { entries.count }

  /// Makes room for more texts, so that half of the slots stay free.
  mutating func reserve(_ additional: Int) {
    let needed = (count + additional) * 2
    if needed <= ids.count { return }
    var capacity = max(2 * IntegerTable.block, ids.count)
    while capacity < needed { capacity *= 2 }
    rehash(capacity)
  }

  /// Returns the ids of texts, inserting those that are new; −1 for a row without a key.
  ///
  /// - Complexity: O(rows + bytes), amortized.
  mutating func insert(_ text: TextBuffer, _ validity: Validity?) -> [Int32] {
    var result = [Int32](repeating: -1, count: text.count)
    for row in 0..<text.count where validity?[row] ?? true { result[row] = insert(text, row) }
    return result
  }

  /// Returns the ids of texts, −1 for an unknown one and for a row without a key.
  ///
  /// - Complexity: O(rows + bytes).
  func ids(of text: TextBuffer, _ validity: Validity?) -> [Int32] {
    if count == 0 { return [Int32](repeating: -1, count: text.count) }
    var result = find(text)
    result.clear(where: validity)
    return result
  }

  /// Returns the ids of dictionary-encoded texts; looks at each dictionary entry that a row uses once.
  ///
  /// - Complexity: O(rows + bytes of the dictionary), amortized.
  mutating func insert(_ text: DictionaryText, _ validity: Validity?) -> [Int32] {
    var known = [Int32](repeating: -1, count: text.values.count)
    var result = [Int32](repeating: -1, count: text.codes.count)
    for row in text.codes.indices where validity?[row] ?? true {
      let code = Int(text.codes[row])
      if known[code] < 0 { known[code] = insert(text.values, code) }
      result[row] = known[code]
    }
    return result
  }

  /// Returns the ids of dictionary-encoded texts, −1 for an unknown one and for a row without a key.
  ///
  /// - Complexity: O(rows + bytes of the dictionary).
  func ids(of text: DictionaryText, _ validity: Validity?) -> [Int32] {
    let known = ids(of: text.values, nil)
    // A column of nulls alone may have no dictionary, and its codes then point nowhere.
    if known.isEmpty { return [Int32](repeating: -1, count: text.codes.count) }
    var result = text.codes.map { (code: Int32) -> Int32 in known[Int(code)] }
    result.clear(where: validity)
    return result
  }
}
