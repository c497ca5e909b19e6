internal import CFuzzer
internal import DataFrames
internal import Foundation
internal import Parquet

/// Reads arbitrary bytes as a Parquet file: the footer, every statistic, each column by itself, all of them, a range.
///
/// Errors are what damaged bytes should give; anything else that ends the process is a fault that libFuzzer reports.
enum ParquetTarget {
  static let file = MemoryFile()

  static func run(_ bytes: UnsafeBufferPointer<UInt8>) {
    guard let path = file.hold(bytes), let parquet = try? ParquetFile(path: path) else { return }
    for group in parquet.rowGroups { for field in parquet.schema { _ = group.statistics(for: field.name) } }
    for field in parquet.schema { _ = try? parquet.read(columns: [field.name]) }
    _ = try? parquet.read()
    _ = try? parquet.read(rows: 0..<min(3, max(0, parquet.rowCount)))
  }
}

/// A file without a place on disk that holds one input after the other.
struct MemoryFile: Sendable {
  private let descriptor = fuzzer_memory_file()

  /// Fills the file and returns a path to it; nil if the system refuses.
  func hold(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    guard descriptor >= 0, ftruncate(descriptor, off_t(bytes.count)) == 0,
      pwrite(descriptor, bytes.baseAddress, bytes.count, 0) == bytes.count
    else { return nil }
    return "/proc/self/fd/\(descriptor)"
  }
}

@_cdecl("LLVMFuzzerTestOneInput")
func testOneInput(_ data: UnsafePointer<UInt8>?, _ size: Int) -> CInt {
  ParquetTarget.run(UnsafeBufferPointer(start: data, count: size))
  return 0
}
