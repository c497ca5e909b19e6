/// The buffers of one writer, used again from page to page and from chunk to chunk.
final class EncodingScratch {
  let codecs = CodecState()
  /// The finished pages of a chunk, and its dictionary page.
  let pages = Scratch()
  let dictionary = Scratch()
  /// The page that is being made, its levels, and its compressed form.
  let body = Scratch()
  let levels = Scratch()
  let compressed = Scratch()
  /// The levels of lists before they are encoded.
  let repetition = Scratch()
  let definition = Scratch()
  /// The values of a page without its nulls, and their codes.
  let values = Scratch()
  let codes = Scratch()
}
