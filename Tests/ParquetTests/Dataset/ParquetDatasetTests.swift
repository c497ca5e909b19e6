import DataFrames
import Testing

@testable import Parquet

@Suite struct ParquetDatasetTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func write(_ frame: DataFrame, _ name: String) throws {
    try folder.makeFolders(above: name)
    var options = ParquetWriteOptions()
    options.nanoseconds = .kept
    try frame.writeParquet(to: folder.file(name), options: options)
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
    "Two files whose types do not widen are both named",
    arguments: [["x": .string(["1"])], ["x": .float64([1])], ["x": .bool([true])]] as [DataFrame])
  func difference(frame: DataFrame) throws {
    try write(["x": .int64([1])], "a.parquet")
    try write(frame, "b.parquet")
    let error = #expect(throws: ParquetError.self) { try ParquetDataset(path: folder.path) }
    #expect(error?.path?.hasSuffix("/b.parquet") == true)
    #expect(error?.message.contains("/a.parquet has int64") == true)
    #expect(error?.column == "x")
  }

  @Test("Columns come in any order, widen without loss, and are null where a file lacks them")
  func union() throws {
    let time = Timestamp(seconds: 5)
    try write(
      ["x": .int32([1]), "f": .float32([0.5]), "t": .timestamp([time], unit: .milliseconds)], "a.parquet")
    try write(
      ["y": .string(["new"]), "t": .timestamp([time], unit: .nanoseconds), "x": .int64([1 << 40])], "b.parquet")
    let dataset = try ParquetDataset(path: folder.path)
    #expect(dataset.schema.map(\.name) == ["x", "f", "t", "y"])
    #expect(dataset.schema.map(\.isNullable).dropFirst(1).first == true)
    let expected: DataFrame = [
      "x": .int64([1, 1 << 40]), "f": .float32([0.5, nil]), "t": .timestamp([time, time], unit: .nanoseconds),
      "y": .string([nil, "new"]),
    ]
    #expect(try dataset.read() == expected)
    #expect(try dataset.read(columns: ["y", "x"]) == expected.select(["y", "x"]))
    #expect(try dataset.readRowGroup(1) == expected.slice(1..<2))
    #expect(dataset.path(lacking: "y")?.hasSuffix("/a.parquet") == true)
    #expect(dataset.path(lacking: "x") == nil)
  }

  @Test("Row groups of all files are counted through, with bounds in the table's unit")
  func rowGroups() throws {
    for (name, unit, second) in [("a", TimeUnit.milliseconds, Int64(1)), ("b", .nanoseconds, 2)] {
      let times = [second, second + 10].map { Timestamp(seconds: $0) }
      let frame: DataFrame = ["t": .timestamp(times, unit: unit)]
      var options = ParquetWriteOptions()
      options.rowGroupRows = 1
      options.nanoseconds = .kept
      try frame.writeParquet(to: folder.file("\(name).parquet"), options: options)
    }
    let dataset = try ParquetDataset(path: folder.path)
    #expect(dataset.rowGroups.map(\.file) == [0, 0, 1, 1])
    #expect(dataset.rowGroups.map { $0.statistics(for: "t")?.minimum } == [1, 11, 2, 12].map { $0 * 1_000_000_000 })
    #expect(dataset.rowGroups.map { $0.statistics(for: "none")?.minimum } == [nil, nil, nil, nil])
    #expect(throws: ParquetError.self) { try dataset.readRowGroup(4) }
  }

  @Test("The values of folders are bounds of their row groups")
  func partitionBounds() throws {
    for day in 1...2 { try write(["x": .int64([1])], "day=\(day)/a.parquet") }
    let groups = try ParquetDataset(path: folder.path).rowGroups
    #expect(groups.map { $0.statistics(for: "day")?.maximum } == [1, 2])
  }

  @Test("What Spark leaves in a folder holds no rows; files without an ending do when they are Parquet")
  func sparkFolder() throws {
    try write(["x": .int64([1])], "part-0.snappy.parquet")
    try write(["x": .int64([2])], "part-1.PARQUET")
    try write(["x": .int64([3])], "000000_0")
    for name in ["_SUCCESS", "_metadata", "._SUCCESS.crc", ".part-0.snappy.parquet.crc", "README", "notes.txt"] {
      try folder.write(Array("PAR".utf8), to: name)
    }
    try write(["x": .int64([9])], "_temporary/0/part-2.parquet")
    try write(["x": .int64([9])], ".spark-staging/part-2.parquet")
    #expect(try ParquetDataset(path: folder.path).read() == ["x": .int64([3, 1, 2])])
  }

  @Test(
    "A pattern takes files and folders, and partitions from its first sign on",
    arguments: [
      ("year=*/m=1/*.parquet", ["year", "m"], 2), ("year=2024/m=[12]/*", ["m"], 2), ("**/a.parquet", ["year", "m"], 3),
      ("year=????", ["year", "m"], 3), ("**", ["year", "m"], 3), ("year=2023/m=1/?.parquet", [], 1),
    ])
  func patterns(pattern: String, columns: [String], rows: Int64) throws {
    for (number, name) in ["year=2023/m=1", "year=2024/m=1", "year=2024/m=2"].enumerated() {
      try write(["x": .int64([Int64(number)])], "\(name)/a.parquet")
    }
    try write(["x": .int64([9])], "year=2024/m=2/_hidden.parquet")
    let dataset = try ParquetDataset(path: folder.file(pattern))
    #expect(dataset.schema.map(\.name) == ["x"] + columns)
    #expect(dataset.rowCount == Int(rows))
  }

  @Test("A name with a sign that is there is no pattern; a pattern that matches nothing is an error")
  func literalSigns() throws {
    try write(["x": .int64([1])], "a[1]*.parquet")
    #expect(try ParquetDataset(path: folder.file("a[1]*.parquet")).rowCount == 1)
    let error = #expect(throws: ParquetError.self) { try ParquetDataset(path: folder.file("b*.parquet")) }
    #expect(error?.message.contains("matches no Parquet file") == true)
  }

  @Test("file:// URLs are paths")
  func fileURLs() throws {
    try write(["x": .int64([1])], "with space/a.parquet")
    for name in ["with space/a.parquet", "with%20space", "with%20space/*.parquet"] {
      #expect(try ParquetDataset(path: "file://" + folder.file(name)).rowCount == 1)
      #expect(try ParquetDataset(path: "file://localhost" + folder.file(name)).rowCount == 1)
      #expect(try ParquetDataset(path: "file:" + folder.file(name)).rowCount == 1)
    }
    let error = #expect(throws: ParquetError.self) { try ParquetDataset(path: "file://data/a.parquet") }
    #expect(error?.message.contains("names the host 'data'") == true)
  }

  @Test(
    "An address elsewhere is named as what it is, without its secrets",
    arguments: [
      ("s3://me:pw@bucket/key?token=pw", "S3 object storage", "aws s3 cp --recursive s3://bucket/key FOLDER"),
      ("gs://bucket/key", "Google Cloud Storage", "gcloud storage cp"),
      (
        "abfss://c@account.dfs.core.windows.net/key?sig=pw", "Azure storage",
        "abfss://c@account.dfs.core.windows.net/key "
      ),
      ("dbfs:/data/clicks", "Databricks' file system", "databricks fs cp --recursive dbfs:/data/clicks FOLDER"),
      ("hdfs://node:8020/data", "Hadoop's file system", "hdfs dfs -get"),
      ("https://host/a.parquet", "a web server", "curl"),
      ("delta:data/clicks", "a Delta table", "current rows"), ("xyz://a/b", "scheme 'xyz'", "local file"),
    ])
  func remote(address: String, what: String, remedy: String) throws {
    let error = #expect(throws: ParquetError.self) { try ParquetDataset(path: address) }
    #expect(error?.code == .unsupported)
    #expect(error?.message.contains(what) == true && error?.message.contains(remedy) == true)
    #expect(error?.message.contains("pw") == false)
  }

  @Test(
    "A table whose files also hold old rows is not read as plain files",
    arguments: [
      ("_delta_log/00000000000000000000.json", "a Delta table"), (".hoodie/hoodie.properties", "a Hudi table"),
      ("metadata/v1.metadata.json", "an Iceberg table"), ("metadata/version-hint.text", "an Iceberg table"),
    ])
  func tableFormats(sign: String, what: String) throws {
    try write(["x": .int64([1])], "table/p=1/a.parquet")
    try folder.makeFolders(above: "table/\(sign)")
    try folder.write(Array("{}".utf8), to: "table/\(sign)")
    for name in [
      "table", "", "table/p=1", "table/p=1/", "*", "table/*/*.parquet", "table/p=1/*.parquet", "**/*.parquet",
    ] {
      let error = #expect(throws: ParquetError.self, "\(name)") { try ParquetDataset(path: folder.file(name)) }
      #expect(error?.code == .unsupported && error?.message.contains(what) == true)
    }
    #expect(try ParquetDataset(path: folder.file("table/p=1/a.parquet")).rowCount == 1)
  }

  @Test("Very many files are one table, with few of them open; one that is replaced is an error")
  func manyFiles() throws {
    for number in 0..<300 { try write(["x": .int64([Int64(number)])], "part-\(1_000 + number).parquet") }
    let dataset = try ParquetDataset(path: folder.path)
    #expect(try dataset.read() == ["x": .int64((0..<300).map { Int64($0) })])
    try write(["x": .int64([1, 2])], "part-1007.parquet")
    let error = #expect(throws: ParquetError.self) { try dataset.read() }
    #expect(error?.message.contains("was replaced") == true && error?.path?.hasSuffix("part-1007.parquet") == true)
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
