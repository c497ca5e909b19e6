internal import CZlib

/// The CRC-32 of a page as it lies in the file, as `PageHeader.crc` keeps it (README.md of the format, "Checksumming").
enum PageChecksum {
  static func of(_ parts: UnsafeRawBufferPointer...) -> Int32 {
    var checksum: UInt = 0
    for part in parts where !part.isEmpty {
      checksum = crc32_z(checksum, part.assumingMemoryBound(to: UInt8.self).baseAddress, part.count)
    }
    return Int32(truncatingIfNeeded: checksum)
  }
}
