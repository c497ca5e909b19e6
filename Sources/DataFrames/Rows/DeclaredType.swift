internal import Foundation

extension ColumnBuilder {
  /// Fixes the type of a column without values from the Swift type a property is declared with.
  func expect<Value>(declared type: Value.Type) {
    switch type {
    case is Bool.Type: expect(Bool.self)
    case is String.Type: expect(String.self)
    case is Float.Type: expect(Float.self)
    case is Double.Type: expect(Double.self)
    case is Int8.Type, is Int16.Type, is Int32.Type, is UInt8.Type, is UInt16.Type: expect(Int32.self)
    case is Int.Type, is Int64.Type, is UInt.Type, is UInt32.Type, is UInt64.Type: expect(Int64.self)
    case is Date.Type, is Timestamp.Type: expect(Timestamp.self)
    case is CivilDate.Type: expect(CivilDate.self)
    case is DecimalValue.Type: expect(DecimalValue.self)
    case is Data.Type, is [UInt8].Type: expect([UInt8].self)
    default: expectList(declared: type)
    }
  }

  private func expectList<Value>(declared type: Value.Type) {
    switch type {
    case is [Double].Type: expectList(of: Double.self)
    case is [Float].Type: expectList(of: Float.self)
    case is [Int].Type, is [Int64].Type: expectList(of: Int64.self)
    case is [Int32].Type: expectList(of: Int32.self)
    case is [String].Type: expectList(of: String.self)
    case is [Bool].Type: expectList(of: Bool.self)
    default: break
    }
  }
}
