import DataFrames
import Testing

@testable import Parquet

/// Columns that cannot be written are errors that name them.
@Suite struct TypeChecksTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("A decimal with more digits than its type has is named by its row")
  func digits() throws {
    let column = Column(.decimal([1, 1_000], precision: 3, scale: 0))
    let error = #expect(throws: ParquetError.self) {
      try DataFrame(columns: [("price", column)]).writeParquet(to: folder.file())
    }
    #expect(error?.column == "price")
    #expect(error?.message.contains("decimal 1 ") == true)
    #expect(folder.names.isEmpty)
  }

  @Test("Decimals of impossible types are refused", arguments: [(0, 0), (39, 2), (5, 6), (5, -1)])
  func impossible(precision: Int, scale: Int) throws {
    let column = Column(.decimal([], precision: precision, scale: scale))
    #expect { try DataFrame(columns: [("x", column)]).writeParquet(to: folder.file()) } throws: {
      ParquetError.Code.invalidInput ~= $0
    }
  }

  @Test("Elements that stand under a null list are not written")
  func hiddenElements() throws {
    let buffer = ListBuffer(offsets: [0, 2, 3], elements: .int64([1, 2, 3]))
    let column = Column(.list(buffer), validity: Validity.bitmap(count: 2) { $0 == 1 })
    try DataFrame(columns: [("x", column)]).writeParquet(to: folder.file())
    #expect(try DataFrame(parquet: folder.file()).column("x") == .list([nil, [3]] as [[Int64]?]))
  }
}
