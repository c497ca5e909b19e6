#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Memory that is reused from page to page; it grows when needed and never shrinks.
///
/// Invariant: `base` points to `capacity + slack` bytes that this object owns until it is released. Decoders may read
/// up to `slack` bytes behind a page, so that they can load whole words; what they find there must not matter.
final class Scratch {
  /// How many bytes behind the asked-for ones may be read and written.
  static let slack = 64

  private var memory: UnsafeMutableRawPointer?
  private(set) var capacity = 0

  deinit { free(memory) }

  /// Returns room for `count` bytes; the first `keeping` bytes keep their content.
  ///
  /// - Throws: A ``ParquetError`` with code ``ParquetError/Code/tooLarge`` when the machine has not that much memory.
  func reserve(_ count: Int, keeping: Int = 0) throws(ParquetError) -> UnsafeMutableRawBufferPointer {
    if let memory, count <= capacity { return UnsafeMutableRawBufferPointer(start: memory, count: count) }
    let size = max(count, min(capacity * 2, 1 << 26), 4_096)
    guard let grown = malloc(size + Self.slack) else {
      throw ParquetError(.tooLarge, "There is no memory for a page of \(count) bytes.")
    }
    if let memory, keeping > 0 { grown.copyMemory(from: memory, byteCount: min(keeping, capacity)) }
    free(memory)
    memory = grown
    capacity = size
    return UnsafeMutableRawBufferPointer(start: grown, count: count)
  }
}

/// The buffers of one decoding thread.
final class DecodingScratch {
  /// Bytes as they lie in the file.
  let window = Scratch()
  /// The page that is being decoded.
  let page = Scratch()
  /// Values on their way from a page into a column.
  let values = Scratch()
  /// Levels of the deprecated encoding, packed as hybrid runs.
  let packedRepetition = Scratch()
  let packedDefinition = Scratch()
  /// The levels of a page of lists, and which of its elements hold a value.
  let repetition = Scratch()
  let definition = Scratch()
  let elements = Scratch()
  let codecs = CodecState()
}
