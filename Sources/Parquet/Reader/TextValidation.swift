internal import DataFrames

extension Column {
  /// The number of the first text that is not UTF-8: a row, of lists an element; nil when all are or there is no text.
  var firstInvalidText: Int? {
    switch storage {
    case .string(let text): text.firstInvalid
    case .dictionary(let text):
      text.values.firstInvalid.flatMap { (_: Int) -> Int? in
        text.codes.indices.first { (row: Int) -> Bool in
          !isNull(row) && !text.values.isValid(text.values.range(Int(text.codes[row])))
        }
      }
    case .list(let lists): lists.elements.firstInvalidText
    default: nil
    }
  }
}

extension TextBuffer {
  fileprivate var firstInvalid: Int? { (0..<count).first { !isValid(range($0)) } }

  fileprivate func isValid(_ range: Range<Int>) -> Bool {
    // Most text is ASCII, which needs no copy to be checked.
    bytes.withUnsafeBufferPointer { bytes in
      let text = bytes.extracting(range)
      return text.allSatisfy { $0 < 0x80 } || String(validating: text, as: UTF8.self) != nil
    }
  }
}
