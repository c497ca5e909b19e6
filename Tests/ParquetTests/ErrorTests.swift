import Testing

@testable import Parquet

@Suite struct ErrorTests {
  @Test("A description names the file, the column and the row group")
  func places() {
    let error = ParquetError(.corrupt, "Broken.").at(path: "a.parquet", column: "age", rowGroup: 3)
    #expect(error.description == "a.parquet, column 'age', row group 3: Broken.")
  }
}
