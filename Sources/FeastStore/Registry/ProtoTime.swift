internal import DataFrames
internal import SwiftProtobuf

extension Google_Protobuf_Timestamp {
  init(_ time: Timestamp) { self.init(seconds: time.seconds, nanos: time.nanoseconds) }
}

extension Timestamp {
  /// The instant; nanoseconds outside their range, which no writer should produce, count as 0.
  init(_ time: Google_Protobuf_Timestamp) {
    self.init(seconds: time.seconds, nanoseconds: (0..<1_000_000_000).contains(time.nanos) ? time.nanos : 0)
  }
}
