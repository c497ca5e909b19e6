import DataFrames
import Dispatch
import Foundation
import Testing

@testable import PointInTime

@Suite("Folding chunks on threads")
struct ChunkReductionTests {
  private struct Failure: Error, Equatable { let chunk: Int }

  private let collecting = ChunkReduction<[Int]>(
    make: { [] }, step: { (list: inout [Int], chunk: Int) in list.append(chunk) },
    merge: { (list: inout [Int], other: [Int]) in list += other })

  @Test("takes each chunk once", arguments: [0, 1, 2, 3, 16])
  func eachChunkOnce(threads: Int) throws {
    for count in [0, 1, 2, 100] {
      #expect(try collecting.run(chunkCount: count, threads: threads).sorted() == Array(0..<count))
    }
  }

  @Test("throws the error of the lowest failing chunk", arguments: [1, 2, 4])
  func errors(threads: Int) {
    let failing = ChunkReduction<Int>(
      make: { 0 },
      step: { (sum: inout Int, chunk: Int) in
        if chunk >= 3 { throw Failure(chunk: chunk) }
        sum += 1
      },
      merge: { (sum: inout Int, other: Int) in sum += other })
    #expect(throws: Failure(chunk: 3)) { try failing.run(chunkCount: 50, threads: threads) }
  }

  @Test("throws the error of the lower chunk, whichever fails last", .timeLimit(.minutes(1)), arguments: [0, 1])
  func twoErrors(last: Int) {
    let (lastHasBegun, otherFails) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let failing = ChunkReduction<Int>(
      make: { 0 },
      step: { (_: inout Int, chunk: Int) in
        // The limits matter only if no second thread comes; then there is one error.
        if chunk == last {
          lastHasBegun.signal()
          _ = otherFails.wait(timeout: .now() + .seconds(5))
          Thread.sleep(forTimeInterval: 0.02)
        } else {
          _ = lastHasBegun.wait(timeout: .now() + .seconds(5))
          otherFails.signal()
        }
        throw Failure(chunk: chunk)
      },
      merge: { (_: inout Int, _: Int) in })
    #expect(throws: Failure(chunk: 0)) { try failing.run(chunkCount: 2, threads: 2) }
  }

  @Test("begins no chunk after an error", .timeLimit(.minutes(1)))
  func stops() {
    let begun = Locked(0)
    let failing = ChunkReduction<Int>(
      make: { 0 },
      step: { (_: inout Int, chunk: Int) in
        begun.withLock { (count: inout Int) in count += 1 }
        if chunk == 0 { throw Failure(chunk: chunk) }
        Thread.sleep(forTimeInterval: 0.005)
      },
      merge: { (_: inout Int, _: Int) in })
    #expect(throws: Failure(chunk: 0)) { try failing.run(chunkCount: 1_000, threads: 2) }
    #expect(begun.withLock { $0 } < 500)
  }
}
