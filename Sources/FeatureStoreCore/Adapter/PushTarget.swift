internal import DataFrames

/// Where pushed rows go.
public enum PushTarget: String, Sendable, CaseIterable {
  case online
  case offline
  case onlineAndOffline = "online_and_offline"

  package var isOnline: Bool { self != .offline }
  package var isOffline: Bool { self != .online }
}
