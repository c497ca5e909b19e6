internal import CZstd

/// zstd frames. Invariant: the contexts are used by one thread at a time, which the owner sees to.
final class ZstdCodec {
  private var decompressor: OpaquePointer?
  private var compressor: OpaquePointer?

  deinit {
    ZSTD_freeDCtx(decompressor)
    ZSTD_freeCCtx(compressor)
  }

  /// Returns the size of the result, nil if the data is no zstd frame or does not fit.
  func decompress(_ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer) -> Int? {
    if decompressor == nil { decompressor = ZSTD_createDCtx() }
    guard let decompressor else { return nil }
    let size = ZSTD_decompressDCtx(
      decompressor, destination.baseAddress, destination.count, source.baseAddress, source.count)
    return ZSTD_isError(size) == 0 ? size : nil
  }

  func bound(_ count: Int) -> Int { ZSTD_compressBound(count) }

  func compress(
    _ source: UnsafeRawBufferPointer, into destination: UnsafeMutableRawBufferPointer, level: Int32
  ) -> Int? {
    if compressor == nil { compressor = ZSTD_createCCtx() }
    guard let compressor else { return nil }
    let size = ZSTD_compressCCtx(
      compressor, destination.baseAddress, destination.count, source.baseAddress, source.count, level)
    return ZSTD_isError(size) == 0 ? size : nil
  }
}
