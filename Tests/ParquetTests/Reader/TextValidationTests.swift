import DataFrames
import Testing

@testable import Parquet

@Suite struct TextValidationTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  @Test("Text that is not UTF-8 is read as it is, and an error on request", arguments: [true, false])
  func invalid(usesDictionary: Bool) throws {
    var text = TextBuffer()
    for bytes: [UInt8] in [[0x61], [], [0xC3], [0xA4]] { text.append(bytes) }
    let column = Column(.string(text), validity: Validity.bitmap(count: 4) { $0 != 1 })
    var options = ParquetWriteOptions()
    options.usesDictionaries = usesDictionary
    try DataFrame(columns: [("t", column)]).writeParquet(to: folder.file(), options: options)
    var file = try ParquetFile(path: folder.file())
    let read = try file.read().column("t")
    #expect(read.plainText?.bytes == [0x61, 0xC3, 0xA4])
    #expect(read.text(2) == "\u{FFFD}")
    file.validatesText = true
    let error = #expect(throws: ParquetError.self) { try file.read() }
    #expect(error?.column == "t")
    #expect(error?.message.contains("text 2 ") == true)
  }

  @Test("Valid text is read when it is validated")
  func valid() throws {
    let frame = try Frames.everyType(rows: 200, nulls: true)
    try frame.writeParquet(to: folder.file())
    var file = try ParquetFile(path: folder.file())
    file.validatesText = true
    #expect(try file.read() == frame)
  }
}
