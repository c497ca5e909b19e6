/// Columns are equal when they have one type and the same rows hold nulls and equal values.
///
/// Dictionary-encoded text equals plain text; NaN equals NaN, so that a frame equals its copy.
extension Column: Equatable {
  public static func == (left: Column, right: Column) -> Bool {
    guard left.type == right.type, left.count == right.count, left.validity == right.validity else { return false }
    return (0..<left.count).allSatisfy { (row: Int) -> Bool in left.isNull(row) || left.equals(row, right) }
  }

  /// Whether a row that is null in neither column holds the same value in both; the types are equal.
  package func equals(_ row: Int, _ other: Column) -> Bool {
    switch (storage, other.storage) {
    case (.bool(let left), .bool(let right)): left[row] == right[row]
    case (.int32(let left), .int32(let right)): left[row] == right[row]
    case (.int64(let left), .int64(let right)): left[row] == right[row]
    case (.float32(let left), .float32(let right)):
      left[row] == right[row] || (left[row].isNaN && right[row].isNaN)
    case (.float64(let left), .float64(let right)):
      left[row] == right[row] || (left[row].isNaN && right[row].isNaN)
    case (.binary(let left), .binary(let right)), (.string(let left), .string(let right)):
      left.bytes[left.range(row)] == right.bytes[right.range(row)]
    case (.date(let left), .date(let right)): left[row] == right[row]
    case (.timestamp(let left, _, _), .timestamp(let right, _, _)): left[row] == right[row]
    case (.decimal(let left, _, _), .decimal(let right, _, _)): left[row] == right[row]
    case (.list(let left), .list(let right)): left[row] == right[row]
    default: textBytes(row).map { $0 == other.textBytes(row) } ?? false
    }
  }

  /// The UTF-8 bytes of a row of a string column; nil for other columns. Texts are equal when their bytes are.
  package func textBytes(_ row: Int) -> ArraySlice<UInt8>? {
    switch storage {
    case .string(let text), .binary(let text): text.bytes[text.range(row)]
    case .dictionary(let text): text.values.bytes[text.values.range(Int(text.codes[row]))]
    default: nil
    }
  }
}
