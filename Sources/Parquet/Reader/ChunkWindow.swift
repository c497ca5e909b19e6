/// The bytes of one column chunk, read from the file a window at a time.
///
/// Invariant: what ``bytes(_:)`` returns is valid until its next call; `Scratch.slack` bytes behind it are readable.
struct ChunkWindow {
  /// How much is read at a time, if not more is needed: small enough to stay in the processor's cache.
  static let preferredSize = 1 << 20

  private let file: FileHandle
  private let scratch: Scratch
  /// The next byte to be handed out.
  private(set) var offset: Int
  private let end: Int
  private var windowStart: Int
  private var windowEnd: Int

  init(_ file: FileHandle, _ range: Range<Int>, _ scratch: Scratch) {
    self.file = file
    self.scratch = scratch
    offset = range.lowerBound
    end = range.upperBound
    windowStart = offset
    windowEnd = offset
  }

  /// How many bytes the chunk has left.
  var remaining: Int { end - offset }

  /// Returns the next `count` bytes, which must not be more than remain, without moving behind them.
  mutating func peek(_ count: Int) throws(ParquetError) -> UnsafeRawBufferPointer {
    guard count >= 0, count <= remaining else { throw ByteReader.exhausted }
    if windowEnd - offset < count { try fill(count) }
    let buffer = try scratch.reserve(windowEnd - windowStart, keeping: windowEnd - windowStart)
    return UnsafeRawBufferPointer(rebasing: buffer[(offset - windowStart)..<(offset - windowStart + count)])
  }

  mutating func advance(_ count: Int) {
    precondition(count >= 0 && count <= remaining, "a move outside the chunk")
    offset += count
  }

  /// Moves what is left of the window to its front and reads behind it.
  private mutating func fill(_ count: Int) throws(ParquetError) {
    let kept = windowEnd - offset
    let size = min(max(count, Self.preferredSize), remaining)
    let old = try scratch.reserve(windowEnd - windowStart, keeping: windowEnd - windowStart)
    if kept > 0, let base = old.baseAddress {
      base.copyMemory(from: base + (offset - windowStart), byteCount: kept)
    }
    windowStart = offset
    windowEnd = offset + kept
    let buffer = try scratch.reserve(size, keeping: kept)
    try file.read(at: windowEnd, into: UnsafeMutableRawBufferPointer(rebasing: buffer[kept...]))
    windowEnd = offset + size
  }
}
