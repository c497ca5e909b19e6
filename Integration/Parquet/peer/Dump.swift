import DataFrames
import Parquet

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Prints columns as JSON, exactly: floats as the numbers of their bits, text and bytes in hexadecimal digits.
enum Dump {
  static func frame(_ frame: DataFrame) throws {
    for (name, type) in frame.schema {
      var line = "{\"name\":\(quoted(name)),\"type\":\(quoted(type.description)),\"values\":["
      for (index, value) in try texts(try frame.column(name)).enumerated() {
        if index > 0 { line += "," }
        line += value ?? "null"
      }
      print(line + "]}")
    }
  }

  static func schema(_ file: ParquetFile) throws {
    for field in file.schema {
      let type = field.type.map { quoted($0.description) } ?? "null"
      var line = "{\"name\":\(quoted(field.name)),\"type\":\(type),\"groups\":["
      for (index, group) in file.rowGroups.enumerated() {
        if index > 0 { line += "," }
        let statistics = group.statistics(for: field.name)
        let numbers = [statistics?.minimum, statistics?.maximum, statistics?.nullCount.map { Int64($0) }]
        line +=
          "[" + (["\(group.rowCount)"] + numbers.map { $0.map { "\($0)" } ?? "null" }).joined(separator: ",") + "]"
      }
      print(line + "]}")
    }
  }

  private static func texts(_ column: Column) throws -> [String?] {
    switch column.type {
    case .bool: return try column.values(as: Bool.self).map { $0.map { $0 ? "true" : "false" } }
    case .int32: return try column.values(as: Int32.self).map { $0.map { "\($0)" } }
    case .int64: return try column.values(as: Int64.self).map { $0.map { "\($0)" } }
    case .float32: return try column.values(as: Float.self).map { $0.map { "\($0.bitPattern)" } }
    case .float64: return try column.values(as: Double.self).map { $0.map { "\($0.bitPattern)" } }
    case .string: return try column.values(as: String.self).map { $0.map { hex(Array($0.utf8)) } }
    case .binary: return try column.values(as: [UInt8].self).map { $0.map(hex) }
    case .date: return try column.values(as: CivilDate.self).map { $0.map { "\($0.daysSinceEpoch)" } }
    case .timestamp(let unit, _):
      return try column.values(as: Timestamp.self).map { $0.map { "\($0.count(in: unit))" } }
    case .decimal: return try column.values(as: DecimalValue.self).map { $0.map { quoted($0.description) } }
    case .list:
      guard case .list(let lists) = column.storage else { return [] }
      let elements = try texts(lists.elements)
      return (0..<column.count).map { (row: Int) -> String? in
        column.isNull(row) ? nil : "[" + lists.range(row).map { elements[$0] ?? "null" }.joined(separator: ",") + "]"
      }
    }
  }

  private static func hex(_ bytes: [UInt8]) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return "\"" + String(decoding: text, as: UTF8.self) + "\""
  }

  private static func quoted(_ text: String) -> String {
    let escaped = text.unicodeScalars.map { (scalar: Unicode.Scalar) -> String in
      if scalar == "\"" || scalar == "\\" { return "\\\(scalar)" }
      return scalar.value < 0x20
        ? "\\u00" + (scalar.value < 16 ? "0" : "") + String(scalar.value, radix: 16) : "\(scalar)"
    }
    return "\"" + escaped.joined() + "\""
  }
}

func exitWithFailure() -> Never { exit(1) }
