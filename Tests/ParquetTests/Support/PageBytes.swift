@testable import Parquet

/// Bytes with the slack behind them that decoders expect.
final class PageBytes {
  private let scratch = Scratch()
  let bytes: UnsafeRawBufferPointer

  init(_ content: [UInt8]) throws {
    let room = try scratch.reserve(content.count)
    room.copyBytes(from: content)
    bytes = UnsafeRawBufferPointer(room)
  }
}

extension PageBuffer {
  /// A copy of what was written.
  func content() throws -> [UInt8] { Array(try bytes()) }
}

/// Xorshift: the same numbers in every run.
struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return state
  }
}
