/// Something that keeps a sample from going on, in a sentence.
package struct SampleError: Error, CustomStringConvertible {
  package let description: String

  package init(_ description: String) { self.description = description }
}
