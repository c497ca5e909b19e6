import DataFrames
import Parquet

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Reads damaged copies of a file; every one must give an error or some answer, and none may end the program.
enum Damage {
  /// Cuts the copy at every length, changes every byte in several ways, then several bytes at random.
  ///
  /// Of files larger than `limit` bytes, only some cuts and changes are tried.
  static func run(_ path: String, copy: String, rounds: Int) throws {
    let original = try bytes(of: path)
    let limit = 6_000
    let step = max(1, original.count / limit)
    var counts = (errors: 0, answers: 0)
    for length in stride(from: 0, to: original.count, by: step) {
      try attempt(Array(original[..<length]), copy, &counts)
    }
    for index in stride(from: 0, to: original.count, by: step) {
      for change: UInt8 in [0x01, 0x10, 0x80, 0xFF] {
        var damaged = original
        damaged[index] ^= change
        try attempt(damaged, copy, &counts)
      }
    }
    var generator = Generator(state: UInt64(original.count))
    for _ in 0..<rounds {
      var damaged = original
      for _ in 0..<Int.random(in: 1...6, using: &generator) {
        // Most changes go to the end, where the footer is.
        let range = Bool.random(using: &generator) ? original.count / 2..<original.count : 0..<original.count
        damaged[Int.random(in: range, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
      }
      try attempt(damaged, copy, &counts)
    }
    print("\(counts.errors) errors, \(counts.answers) answers")
  }

  private static func attempt(
    _ bytes: [UInt8], _ path: String, _ counts: inout (errors: Int, answers: Int)
  ) throws {
    guard let file = fopen(path, "wb") else { throw UsageError(description: "Cannot write \(path).") }
    fwrite(bytes, 1, bytes.count, file)
    fclose(file)
    do {
      let file = try ParquetFile(path: path)
      for group in file.rowGroups { for field in file.schema { _ = group.statistics(for: field.name) } }
      for field in file.schema { _ = try? file.read(columns: [field.name]) }
      _ = try file.read()
      counts.answers += 1
    } catch {
      counts.errors += 1
    }
  }

  private static func bytes(of path: String) throws -> [UInt8] {
    guard let file = fopen(path, "rb") else { throw UsageError(description: "Cannot read \(path).") }
    defer { fclose(file) }
    fseek(file, 0, SEEK_END)
    var bytes = [UInt8](repeating: 0, count: ftell(file))
    rewind(file)
    fread(&bytes, 1, bytes.count, file)
    return bytes
  }
}

/// Xorshift, so that a run can be repeated.
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
