/// The unit in which a timestamp column counts from 1970-01-01T00:00:00.
public enum TimeUnit: String, Hashable, Sendable, CaseIterable, Comparable {
  case milliseconds = "ms"
  case microseconds = "us"
  case nanoseconds = "ns"

  /// How many of this unit make one second.
  public var perSecond: Int64 {
    switch self {
    case .milliseconds: 1_000
    case .microseconds: 1_000_000
    case .nanoseconds: 1_000_000_000
    }
  }

  /// Orders units from coarse to fine.
  public static func < (left: TimeUnit, right: TimeUnit) -> Bool { left.perSecond < right.perSecond }
}
