/// The first values of a chunk, from which is guessed whether a dictionary pays; hashing all of them costs time.
struct DictionarySample {
  static let size = 4_096

  let values: Int
  let distinct: Int

  /// Whether the chunk seems to have no more distinct values than a dictionary may hold.
  ///
  /// Of `n` values drawn from `d`, about `n * n / (2 * d)` repeat an earlier one, while these are few.
  func promises(limit: Int) -> Bool {
    guard values >= Self.size else { return true }
    return (values - distinct) * 2 * limit >= values * values
  }
}
