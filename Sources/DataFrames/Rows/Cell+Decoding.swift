internal import Foundation

extension Cell {
  /// The value as any decodable type: first those that columns hold, then types that decode one of them.
  func value<Value: Decodable>(_ type: Value.Type) throws -> Value {
    switch type {
    case is Date.Type: return try cast(date())
    case is Timestamp.Type: return try cast(timestamp())
    case is CivilDate.Type: return try cast(element(CivilDate.self))
    case is DecimalValue.Type: return try cast(element(DecimalValue.self))
    case is Data.Type: return try cast(Data(element([UInt8].self)))
    case is [UInt8].Type: return try cast(element([UInt8].self))
    case is [Double].Type where Double.canReadArrays(of: column): return try cast(element([Double].self))
    case is [Float].Type where Float.canReadArrays(of: column): return try cast(element([Float].self))
    default: return try decoded(type)
    }
  }

  private func decoded<Value: Decodable>(_ type: Value.Type) throws -> Value {
    do {
      return try Value(from: CellDecoder(cell: self))
    } catch is DecodingError {
      throw DataFrameError(.typeMismatch, "Column '\(name)', row \(row): the \(column.type) is no value of \(type).")
    }
  }

  /// Gives a value its own type under another name.
  private func cast<From, To>(_ value: From) throws -> To {
    guard let same = value as? To else { throw mismatch(To.self) }
    return same
  }

  private func date() throws(DataFrameError) -> Date {
    if isNull { throw mismatch(Date.self) }
    guard column.type == .date || column.type.isTimestamp else { throw mismatch(Date.self) }
    return Date(try timestamp())
  }
}

extension Date {
  /// Seconds from 1970 to 2001, where `Date` counts from.
  private static let reference: Int64 = 978_307_200

  /// The nearest `Date` to an instant.
  init(_ instant: Timestamp) {
    let seconds = Double(instant.seconds - Date.reference)
    self.init(timeIntervalSinceReferenceDate: seconds + Double(instant.nanoseconds) / 1e9)
  }

  /// The instant to the nearest microsecond; nil when it is outside the range of a timestamp column of microseconds.
  var instant: Timestamp? {
    let whole = timeIntervalSinceReferenceDate.rounded(.down)
    guard whole.magnitude < 9e12 else { return nil }
    let micros = ((timeIntervalSinceReferenceDate - whole) * 1e6).rounded()
    return Timestamp((Int64(whole) + Date.reference) * 1_000_000 + Int64(micros), .microseconds)
  }
}
