import FeatureStore
import Foundation

/// From the purchases of a music shop to features that a model can be trained on and served with.
@main
struct CustomerRetention {
  static func main() async {
    do {
      try await Story(Options(Array(CommandLine.arguments.dropFirst()))).tell()
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(1)
    }
  }
}
