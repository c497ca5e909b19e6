import DataFrames
import Testing

@testable import Parquet

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Makes the support table of the documentation from what the reader and the writer do.
@Suite struct SupportTableTests {
  private static let root = #filePath.components(droppingLast: 4)
  private static let path = root + "/Sources/FeatureStore/FeatureStore.docc/ParquetSupport.md"

  @Test("The support table of the documentation says what the module does")
  func table() throws {
    let table = try SupportTable().text()
    if getenv("UPDATE_SUPPORT_TABLE") != nil {
      let file = try #require(fopen(Self.path, "wb"))
      fputs(table, file)
      fclose(file)
    }
    let checkedIn = try? String(decoding: TemporaryFolder.bytes(of: Self.path), as: UTF8.self)
    #expect(
      checkedIn == table,
      """
      Sources/FeatureStore/FeatureStore.docc/ParquetSupport.md is out of date. Make it again with
      UPDATE_SUPPORT_TABLE=1 swift test --filter SupportTableTests
      and look at the difference.
      """)
  }
}

extension String {
  /// The path without its last parts.
  fileprivate func components(droppingLast count: Int) -> String {
    "/" + split(separator: "/").dropLast(count).joined(separator: "/")
  }
}
