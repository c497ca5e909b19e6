import Foundation

/// Takes a gold table through the feature store in five steps and writes them down as a Jupyter notebook.
@main
struct FeatureStoreNotebook {
  static func main() async {
    do {
      var story = try Story(Options(Array(CommandLine.arguments.dropFirst())))
      try await story.tell()
    } catch {
      FileHandle.standardError.write(Data("\(error)\n".utf8))
      exit(1)
    }
  }
}
