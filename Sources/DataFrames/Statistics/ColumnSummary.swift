/// What ``DataFrame/describe()`` says of one column.
struct ColumnSummary {
  static let numberNames = ["mean", "std", "min", "25%", "50%", "75%", "max"]

  /// Values that are neither null nor NaN.
  private(set) var count: Int
  /// In the order of ``numberNames``.
  private(set) var numbers: [Double?] = numberNames.map { _ in nil }
  private(set) var unique: Int64?
  private(set) var top: String?
  private(set) var frequency: Int64?
  private(set) var first: String?
  private(set) var last: String?

  init(_ column: Column) {
    count = column.count - column.nullCount
    switch column.type {
    case .int32, .int64, .float32, .float64, .decimal: summarizeNumbers(column)
    case .string, .bool: summarizeTexts(column)
    case .date, .timestamp: summarizeTimes(column)
    case .binary, .list: break
    }
  }

  private mutating func summarizeNumbers(_ column: Column) {
    guard let values = Numbers(column) else { return }
    let moments = values.moments(withSquares: true)
    count = moments.count
    guard let quantiles = values.quantiles([0, 0.25, 0.5, 0.75, 1]) else { return }
    numbers = [moments.mean(scale: values.scale), moments.deviation(scale: values.scale)] + quantiles
  }

  private mutating func summarizeTexts(_ column: Column) {
    guard let groups = RowGroups(column) else { return }
    let sizes = groups.sizes
    let filled = sizes.indices.filter { !column.isNull(groups.firstRows[$0]) }
    unique = Int64(filled.count)
    // The first of several largest groups: `max(by:)` may give any of them.
    guard let largest = filled.min(by: { (sizes[$1], $0) < (sizes[$0], $1) }) else { return }
    top = column.text(groups.firstRows[largest])
    frequency = Int64(sizes[largest])
  }

  private mutating func summarizeTimes(_ column: Column) {
    let counts: [Int64]
    switch column.storage {
    case .date(let days): counts = days.map(Int64.init)
    case .timestamp(let values, _, _): counts = values
    default: return
    }
    let rows = counts.indices.filter { !column.isNull($0) }
    first = rows.min { counts[$0] < counts[$1] }.flatMap(column.text)
    last = rows.max { counts[$0] < counts[$1] }.flatMap(column.text)
  }
}
