internal import CCurl

/// How the server is reached: times, trust and buffers. Proxies are libcurl's own matter, from the environment.
extension EasyHandle {
  func set(_ settings: TransferSettings, timeout: Duration?) throws(HTTPError) {
    // Signals belong to the program.
    try set(CURLOPT_NOSIGNAL, 1)
    try set(CURLOPT_TCP_KEEPALIVE, 1)
    try set(CURLOPT_SUPPRESS_CONNECT_HEADERS, 1)
    try set(CURLOPT_BUFFERSIZE, 256 << 10)
    try set(CURLOPT_CONNECTTIMEOUT_MS, settings.connectTimeout.clampedMilliseconds)
    if let timeout {
      try set(CURLOPT_TIMEOUT_MS, timeout.clampedMilliseconds)
    } else {
      try set(CURLOPT_LOW_SPEED_LIMIT, 1)
      try set(CURLOPT_LOW_SPEED_TIME, max(1, (settings.stallTimeout.clampedMilliseconds + 999) / 1_000))
    }
    try setTrust(settings)
  }

  private func setTrust(_ settings: TransferSettings) throws(HTTPError) {
    let verifies = settings.verifiesCertificates
    try set(CURLOPT_SSL_VERIFYPEER, verifies ? 1 : 0)
    try set(CURLOPT_SSL_VERIFYHOST, verifies ? 2 : 0)
    guard let certificates = settings.certificates else { return }
    try set(CURLOPT_CAINFO_BLOB, certificates)
    try set(CURLOPT_PROXY_CAINFO_BLOB, certificates)
  }
}
