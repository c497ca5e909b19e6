internal import FeatureStoreCLI
internal import Foundation

@main struct FeatureStoreMain {
  static func main() async {
    let arguments = Array(CommandLine.arguments.dropFirst())
    exit(await FeatureStoreCommand.run(arguments, .process))
  }
}
