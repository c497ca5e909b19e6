import FeatureStore

extension Timestamp {
  /// The day alone when the time is midnight UTC.
  var short: String {
    nanoseconds == 0 && seconds % 86_400 == 0 ? String(description.prefix { $0 != "T" }) : description
  }

  /// The seconds since an earlier time.
  func age(since earlier: Timestamp) -> Double {
    Double(seconds - earlier.seconds) + Double(nanoseconds - earlier.nanoseconds) / 1e9
  }
}
