internal import DataFrames
internal import SwiftProtobuf

extension Google_Protobuf_Timestamp {
  init(_ time: Timestamp) { self.init(seconds: time.seconds, nanos: time.nanoseconds) }
}

extension Google_Protobuf_Duration {
  /// A span; parts below a nanosecond are left out.
  init(_ span: Duration) {
    self.init(seconds: span.components.seconds, nanos: Int32(span.components.attoseconds / 1_000_000_000))
  }
}

extension Duration {
  /// A ttl as a registry has it; nil for no limit, which Feast takes 0 and less for.
  init?(ttl: Google_Protobuf_Duration) {
    self = .seconds(ttl.seconds) + .nanoseconds(Int64(ttl.nanos))
    guard self > .zero else { return nil }
  }
}

extension Timestamp {
  /// The instant; nanoseconds outside their range, which no writer should produce, count as 0.
  init(_ time: Google_Protobuf_Timestamp) {
    self.init(seconds: time.seconds, nanoseconds: (0..<1_000_000_000).contains(time.nanos) ? time.nanos : 0)
  }
}
