internal import CCurl

/// libcurl calls these on the thread of the loop, with the transfer as context; the loop keeps it alive meanwhile.
extension Transfer {
  func setCallbacks() throws(HTTPError) {
    let context = Unmanaged.passUnretained(self).toOpaque()
    for option in [CURLOPT_READDATA, CURLOPT_SEEKDATA, CURLOPT_HEADERDATA, CURLOPT_WRITEDATA] {
      try easy.set(option, context: context)
    }
    try easy.set(CURLOPT_READFUNCTION) { data, size, count, context in
      let buffer = UnsafeMutableRawBufferPointer(start: data, count: size * count)
      return Transfer.at(context).read(into: buffer) ?? Int(CURL_READFUNC_ABORT)
    }
    try easy.setSeek { context, offset, origin in
      origin == SEEK_SET && Transfer.at(context).source?.seek(to: Int64(offset)) ?? true
        ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_FAIL
    }
    // Taking fewer bytes than were offered ends the transfer with an error.
    try easy.set(CURLOPT_HEADERFUNCTION) { data, size, count, context in
      Transfer.at(context).addHead(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
    }
    try easy.set(CURLOPT_WRITEFUNCTION) { data, size, count, context in
      Transfer.at(context).receive(UnsafeRawBufferPointer(start: data, count: size * count)) ? size * count : 0
    }
  }

  private static func at(_ context: UnsafeMutableRawPointer) -> Transfer {
    Unmanaged<Transfer>.fromOpaque(context).takeUnretainedValue()
  }

  private func read(into buffer: UnsafeMutableRawBufferPointer) -> Int? {
    guard let source else { return 0 }
    return source.read(into: buffer)
  }

  private func addHead(_ line: UnsafeRawBufferPointer) -> Bool {
    isHeadTooLarge = !head.add(line)
    return !isHeadTooLarge
  }

  private func receive(_ bytes: UnsafeRawBufferPointer) -> Bool {
    sink.receive(bytes, isSuccess: head.isSuccess)
  }
}
