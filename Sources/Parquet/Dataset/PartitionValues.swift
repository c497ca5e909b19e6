internal import DataFrames

/// The `key=value` folders above a file, as Hive names them.
enum PartitionValues {
  /// What Hive calls the folder of rows without a value.
  private static let null = "__HIVE_DEFAULT_PARTITION__"

  /// Returns the keys and values of a path below the dataset's folder; other folders say nothing.
  static func parse(_ path: String) -> [(key: String, value: String?)] {
    path.split(separator: "/").dropLast().compactMap { (folder: Substring) -> (key: String, value: String?)? in
      guard let sign = folder.firstIndex(of: "="), sign > folder.startIndex else { return nil }
      let value = decoded(folder[folder.index(after: sign)...])
      return (decoded(folder[..<sign]), value == null ? nil : value)
    }
  }

  /// The type of a partition column: int64 when every value is an integer in its usual form.
  static func type(_ values: [String?]) -> ColumnType {
    let areIntegers = values.allSatisfy {
      $0.map { (text: String) -> Bool in Int64(text)?.description == text } ?? true
    }
    return areIntegers && values.contains { $0 != nil } ? .int64 : .string
  }

  /// A column of one value.
  static func column(_ value: String?, _ type: ColumnType, rows: Int) -> Column {
    guard let value else { return .nulls(type, count: rows) }
    if type == .int64 { return Column(.int64([Int64](repeating: Int64(value) ?? 0, count: rows))) }
    var text = TextBuffer()
    text.append(value)
    return Column(.dictionary(DictionaryText(codes: [Int32](repeating: 0, count: rows), values: text)))
  }

  /// Writers put bytes that do not fit into a folder's name as `%` and two hexadecimal digits.
  static func decoded(_ text: Substring) -> String {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if bytes[index] == UInt8(ascii: "%"), index + 2 < bytes.count,
        let byte = UInt8(String(decoding: bytes[index + 1...index + 2], as: UTF8.self), radix: 16)
      {
        result.append(byte)
        index += 3
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }
}
