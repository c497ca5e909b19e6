/// Lists of one column in one buffer: row `i` is `elements[offsets[i]..<offsets[i + 1]]`.
///
/// Elements are of one primitive type and can be null themselves; lists of lists are not held.
public struct ListBuffer: Sendable {
  /// Starts with 0, never falls, ends with the number of elements.
  package let offsets: [Int]
  /// The elements of all rows, one after the other.
  package let elements: Column

  package init(offsets: [Int], elements: Column) {
    precondition(offsets.first == 0 && offsets.last == elements.count, "offsets must span the elements")
    self.offsets = offsets
    self.elements = elements
  }

  public var count: Int { offsets.count - 1 }

  package func range(_ row: Int) -> Range<Int> { offsets[row]..<offsets[row + 1] }

  /// The elements of one row, as a column.
  public subscript(row: Int) -> Column { elements.taking(Array(range(row))) }

  /// Returns the rows of the given numbers; a negative number gives an empty list.
  package func gathering(_ rows: [Int]) -> ListBuffer {
    var picked: [Int] = []
    var offsets: [Int] = [0]
    offsets.reserveCapacity(rows.count + 1)
    for row in rows {
      if row >= 0 { picked.append(contentsOf: range(row)) }
      offsets.append(picked.count)
    }
    return ListBuffer(offsets: offsets, elements: elements.taking(picked))
  }

  /// Joins buffers of one element type end to end.
  package static func concatenating(_ buffers: [ListBuffer]) throws(DataFrameError) -> ListBuffer {
    var offsets: [Int] = [0]
    var base = 0
    for buffer in buffers {
      offsets.append(contentsOf: buffer.offsets.dropFirst().map { base + $0 })
      base += buffer.elements.count
    }
    return ListBuffer(offsets: offsets, elements: try Column.concatenating(buffers.map(\.elements)))
  }
}
