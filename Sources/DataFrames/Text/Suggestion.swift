/// The known name that somebody who wrote another one probably meant; nil when none is near.
///
/// Near is: equal but for the case of ASCII letters, a few bytes apart (a third of the length, at most 3; two neighbours
/// changed about count once), or, from three bytes on, the only name that begins like this.
///
/// - Complexity: O(names × length²); names of more than 128 bytes, and all after the first 20,000, are passed over.
package func suggestion(for name: String, among names: some Sequence<String>) -> String? {
  let wanted = name.lowercasedBytes
  guard (1...longestName).contains(wanted.count) else { return nil }
  var best: (name: String, distance: Int)?
  var beginning: [String] = []
  for known in names.prefix(20_000) where known != name {
    let bytes = known.lowercasedBytes
    guard (1...longestName).contains(bytes.count) else { continue }
    if wanted.count > 2, bytes.starts(with: wanted) { beginning.append(known) }
    // One letter for another is no likeness when there is hardly more than one.
    let nearest = wanted.count < 3 ? 0 : min(3, wanted.count / 3)
    let limit = (best?.distance ?? nearest + 1) - 1
    guard limit >= 0, let distance = editDistance(wanted, bytes, limit: limit) else { continue }
    best = (known, distance)
  }
  return best?.name ?? (beginning.count == 1 ? beginning.first : nil)
}

/// ` Did you mean 'x'?` for a message about an unknown name; empty when no known name is near.
package func hint(for name: String, among names: some Sequence<String>) -> String {
  suggestion(for: name, among: names).map { " Did you mean '\($0)'?" } ?? ""
}

/// ` Rename 'x' if it is meant.` for a message about a name that is needed and was not given.
package func renamingHint(for name: String, among given: some Sequence<String>) -> String {
  suggestion(for: name, among: given).map { " Rename '\($0)' if it is meant." } ?? ""
}

private let longestName = 128

/// How many bytes must be added, removed, replaced or swapped with their neighbour; nil if more than `limit`.
private func editDistance(_ left: [UInt8], _ right: [UInt8], limit: Int) -> Int? {
  guard abs(left.count - right.count) <= limit else { return nil }
  var before: [Int] = []
  var last = Array(0...right.count)
  for row in left.indices {
    var next = [row + 1]
    for column in right.indices {
      let replaced = last[column] + (left[row] == right[column] ? 0 : 1)
      var cost = min(replaced, last[column + 1] + 1, next[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        cost = min(cost, before[column - 1] + 1)
      }
      next.append(cost)
    }
    (before, last) = (last, next)
  }
  return last[right.count] <= limit ? last[right.count] : nil
}

extension String {
  fileprivate var lowercasedBytes: [UInt8] { utf8.map { (65...90).contains($0) ? $0 + 32 : $0 } }
}
