import DataFrames
import Testing

@testable import Parquet

@Suite struct ParquetDatasetTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ frame: DataFrame, _ name: String) throws {
    try folder.makeFolders(above: name)
    try frame.writeParquet(to: folder.file(name))
  }

  @Test("The files of a folder are one table, with the columns of its folders")
  func partitions() throws {
    try write(["x": .int64([1, 2])], "year=2023/a.parquet")
    try write(["x": .int64([3])], "year=2024/a.parquet")
    try write(["x": .int64([4])], "year=__HIVE_DEFAULT_PARTITION__/b.parquet")
    try write(["y": .int64([5])], "year=2024/_temporary.parquet")
    let dataset = try ParquetDataset(path: folder.path)
    #expect(dataset.files.count == 3)
    #expect(dataset.rowCount == 4)
    #expect(dataset.schema.map(\.type) == [.int64, .int64])
    let expected: DataFrame = ["x": .int64([1, 2, 3, 4]), "year": .int64([2023, 2023, 2024, nil])]
    #expect(try dataset.read() == expected)
    #expect(try dataset.read(columns: ["year"]) == expected.select(["year"]))
    #expect(try dataset.read(file: 1) == ["x": .int64([3]), "year": .int64([2024])])
    #expect(throws: ParquetError.self) { try dataset.read(file: 3) }
    #expect(throws: ParquetError.self) { try dataset.read(columns: ["none"]) }
  }

  @Test("A column that the files hold is read from them")
  func storedColumn() throws {
    try write(["x": .string(["stored"])], "x=1/a.parquet")
    #expect(try ParquetDataset(path: folder.path).read() == ["x": .string(["stored"])])
  }

  @Test("A file is a dataset of one, whatever its folders are called")
  func singleFile() throws {
    try write(["x": .int64([1])], "k=v/a.parquet")
    #expect(try ParquetDataset(path: folder.file("k=v/a.parquet")).read() == ["x": .int64([1])])
  }

  @Test(
    "The file that differs is named",
    arguments: [["y": .int64([1])], ["x": .int32([1])], ["x": .int64([1]), "y": .int64([1])]] as [DataFrame])
  func difference(frame: DataFrame) throws {
    try write(["x": .int64([1])], "a.parquet")
    try write(frame, "b.parquet")
    let error = #expect(throws: ParquetError.self) { try ParquetDataset(path: folder.path) }
    #expect(error?.path?.hasSuffix("/b.parquet") == true)
    #expect(error?.column != nil)
  }

  @Test("Folders with other keys, and folders without files, are errors")
  func folders() throws {
    #expect { try ParquetDataset(path: folder.path) } throws: { ParquetError.Code.invalidInput ~= $0 }
    #expect { try ParquetDataset(path: folder.path + "/none") } throws: { ParquetError.Code.io ~= $0 }
    try write(["x": .int64([1])], "k=1/a.parquet")
    try write(["x": .int64([1])], "j=1/a.parquet")
    #expect { try ParquetDataset(path: folder.path) } throws: { ParquetError.Code.invalidInput ~= $0 }
  }
}
