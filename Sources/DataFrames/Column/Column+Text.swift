extension Column {
  /// The value of a row as short text for tables and CSV, nil for a null; floats in their shortest exact form.
  public func text(_ row: Int) -> String? {
    if isNull(row) { return nil }
    switch storage {
    case .bool(let values): return values[row] ? "true" : "false"
    case .int32(let values): return String(values[row])
    case .int64(let values): return String(values[row])
    case .float32(let values): return "\(values[row])"
    case .float64(let values): return "\(values[row])"
    case .string(let text): return text[row]
    case .dictionary(let text): return text[row]
    case .binary(let text): return "0x" + text.bytes[text.range(row)].map(hex).joined()
    case .date(let values): return CivilDate(daysSinceEpoch: values[row]).description
    case .timestamp(let values, let unit, let utc):
      return Timestamp(values[row], unit).text(separator: "T", suffix: utc ? "Z" : "")
    case .decimal(let values, _, let scale): return DecimalValue(unscaled: values[row], scale: scale).description
    case .list(let lists):
      let texts = lists.range(row).map { lists.elements.text($0) ?? "null" }
      return "[" + texts.joined(separator: ", ") + "]"
    }
  }
}

private func hex(_ byte: UInt8) -> String {
  let digits = String(byte, radix: 16)
  return byte < 16 ? "0" + digits : digits
}
