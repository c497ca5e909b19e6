/// Decodes the indices of a dictionary-encoded page (Encodings.md, "Dictionary Encoding"): a byte with the bit width,
/// then hybrid runs.
///
/// Every index is checked against the size of the dictionary before it is used.
struct DictionaryCodes {
  private static let batch = 1_024

  private var runs: HybridRuns
  private let width: Int
  private let dictionaryCount: Int

  init(_ bytes: UnsafeRawBufferPointer, count: Int, dictionaryCount: Int) throws(ParquetError) {
    var reader = ByteReader(bytes)
    width = count == 0 ? 0 : Int(try reader.byte())
    runs = try HybridRuns(reader.takeRest(), width: width, count: count)
    self.dictionaryCount = dictionaryCount
  }

  /// Writes all indices; `destination` has room for the number of them that was given at the start.
  mutating func decode(into destination: UnsafeMutablePointer<Int32>) throws(ParquetError) {
    var output = destination
    while let run = try runs.next() {
      switch run {
      case .repeated(let code, let count):
        output.update(repeating: try checked(code), count: count)
        output += count
      case .packed(let bytes, let count):
        guard let source = bytes.baseAddress else { throw outside }
        BitUnpacking.unpack(source, width: width, into: output, count: count)
        try check(output, count)
        output += count
      }
    }
  }

  /// Writes the dictionary's value for each index; `destination` has room for as many as there are indices.
  mutating func gather<Value: BitwiseCopyable>(
    _ dictionary: UnsafeBufferPointer<Value>, into destination: UnsafeMutablePointer<Value>
  ) throws(ParquetError) {
    guard dictionary.count == dictionaryCount, let values = dictionary.baseAddress else { throw outside }
    var output = destination
    while let run = try runs.next() {
      switch run {
      case .repeated(let code, let count):
        output.update(repeating: values[Int(try checked(code))], count: count)
        output += count
      case .packed(let bytes, let count):
        try gatherPacked(bytes, count, values, output)
        output += count
      }
    }
  }

  /// Unpacks a batch into a buffer that stays in the cache, checks it, and looks its values up.
  private func gatherPacked<Value: BitwiseCopyable>(
    _ bytes: UnsafeRawBufferPointer, _ count: Int, _ values: UnsafePointer<Value>,
    _ destination: UnsafeMutablePointer<Value>
  ) throws(ParquetError) {
    guard let source = bytes.baseAddress else { throw outside }
    let isInside = withUnsafeTemporaryAllocation(of: Int32.self, capacity: Self.batch) { (codes) -> Bool in
      guard let codes = codes.baseAddress else { return false }
      var done = 0
      while done < count {
        let size = min(Self.batch, count - done)
        BitUnpacking.unpack(source + done / 8 * width, width: width, into: codes, count: size)
        guard areInside(codes, size) else { return false }
        let output = destination + done
        for index in 0..<size { output[index] = values[Int(codes[index])] }
        done += size
      }
      return true
    }
    guard isInside else { throw outside }
  }

  private func checked(_ code: UInt32) throws(ParquetError) -> Int32 {
    guard Int(code) < dictionaryCount, let code = Int32(exactly: code) else { throw outside }
    return code
  }

  private func check(_ codes: UnsafePointer<Int32>, _ count: Int) throws(ParquetError) {
    guard areInside(codes, count) else { throw outside }
  }

  /// Whether all codes are in the dictionary, without a branch for each: a code outside sets the sign bit.
  private func areInside(_ codes: UnsafePointer<Int32>, _ count: Int) -> Bool {
    if width < 31 && 1 << width <= dictionaryCount { return true }
    let last = Int32(truncatingIfNeeded: dictionaryCount - 1)
    var signs: Int32 = last
    for index in 0..<count { signs |= codes[index] | (last &- codes[index]) }
    return signs >= 0
  }

  private var outside: ParquetError { .corrupt("An index lies outside its dictionary of \(dictionaryCount) values.") }
}
