#if canImport(Glibc)
  internal import Glibc
#elseif canImport(Musl)
  internal import Musl
#else
  internal import Darwin
#endif

/// Makes an array of `count` elements that are not filled yet.
///
/// Invariant for unsafe use: the caller fills every element before one is read or the array is handed out.
///
/// - Throws: A ``ParquetError`` with code ``ParquetError/Code/tooLarge`` when the machine has not that much memory.
func unfilledArray<Element: BitwiseCopyable>(_ count: Int) throws(ParquetError) -> [Element] {
  try requireMemory(rows: count, stride: MemoryLayout<Element>.stride)
  return [Element](unsafeUninitializedCapacity: count) { buffer, initialized in
    preferHugePages(UnsafeMutableRawBufferPointer(buffer))
    initialized = count
  }
}

/// Requires that the machine can give memory for a column before an array of that size is made, since an array that
/// finds none ends the program.
func requireMemory(rows: Int, stride: Int) throws(ParquetError) {
  let (size, overflow) = rows.multipliedReportingOverflow(by: stride)
  guard !overflow else { throw ParquetError(.tooLarge, "A column of \(rows) rows does not fit into memory.") }
  if size < 1 << 26 { return }
  guard let probe = malloc(size) else {
    throw ParquetError(.tooLarge, "A column of \(rows) rows needs \(size) bytes; read fewer row groups at a time.")
  }
  free(probe)
}

/// Asks the system to back large memory with large pages, so that filling it the first time does not stop at every
/// 4 KiB; where there are none, nothing changes.
private func preferHugePages(_ memory: UnsafeMutableRawBufferPointer) {
  #if os(Linux)
    let huge = 1 << 21
    guard memory.count >= 2 * huge, let base = memory.baseAddress else { return }
    let start = (Int(bitPattern: base) + 4_095) & ~4_095
    let end = (Int(bitPattern: base) + memory.count) & ~4_095
    if let address = UnsafeMutableRawPointer(bitPattern: start) { madvise(address, end - start, MADV_HUGEPAGE) }
  #endif
}
