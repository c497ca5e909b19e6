import Testing

@testable import Parquet

@Suite struct ParquetErrorTests {
  @Test("A description names the file, the column and the row group")
  func places() {
    let error = ParquetError(.corrupt, "Broken.").at(path: "a.parquet", column: "age", rowGroup: 3)
    #expect(error.description == "a.parquet, column 'age', row group 3: Broken.")
  }

  @Test("The innermost place is kept")
  func innermost() {
    let error = ParquetError(.corrupt, "Broken.").at(column: "inner").at(path: "a.parquet", column: "outer")
    #expect(error.column == "inner")
    #expect(error.path == "a.parquet")
  }

  @Test("A code matches in a catch clause")
  func codes() {
    let error: any Error = ParquetError(.unsupported, "No.")
    #expect(ParquetError.Code.unsupported ~= error)
    #expect(!(ParquetError.Code.io ~= error))
  }
}
