package import DataFrames
internal import Foundation

/// Times as Python's `datetime.isoformat()` writes them.
package enum PythonTime {
  /// The instant in microseconds with the offset `+00:00`, which `fromisoformat` of Python 3.10 reads.
  ///
  /// Python before 3.11 knows no `Z`, and fractions of three or six digits only. A finer fraction is rounded down.
  package static func text(_ instant: Timestamp) -> String {
    Timestamp(instant.count(in: .microseconds), .microseconds).text(separator: "T", suffix: "+00:00")
  }

  package static func now() -> String { text(current()) }

  /// The time now, in whole microseconds.
  package static func current() -> Timestamp {
    Timestamp(Int64(Date().timeIntervalSince1970 * 1_000_000), .microseconds)
  }
}
