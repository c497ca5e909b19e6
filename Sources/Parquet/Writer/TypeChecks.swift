internal import DataFrames

extension ColumnType {
  /// Why columns of the type cannot be written; nil when they can.
  var writingObstacle: String? {
    switch self {
    case .list(.list): "Lists of lists cannot be written."
    case .list(let element): element.writingObstacle
    case .decimal(let precision, let scale):
      (1...38).contains(precision) && (0...precision).contains(scale)
        ? nil : "A \(self) cannot be written: decimals have 1 to 38 digits, none to all of them after the point."
    default: nil
    }
  }
}

extension Column {
  /// Requires that the decimals of some rows have no more digits than their type says.
  func checkDigits(_ values: [Int128], precision: Int, _ rows: Range<Int>) throws(ParquetError) {
    let limit = (0..<precision).reduce(1) { (power: Int128, _: Int) -> Int128 in power * 10 }
    for row in rows where !isNull(row) && values[row].magnitude >= limit.magnitude {
      throw ParquetError(.invalidInput, "The decimal \(row) (from 0) has more digits than \(type).")
    }
  }
}
