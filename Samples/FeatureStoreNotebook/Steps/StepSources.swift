/// The source files whose marked lines are the cells of the notebook.
///
/// The build puts the very files that it compiles into the program, so an installed program has them as well.
package enum StepSources {
  package static var texts: [String] {
    [
      PackageResources.LoadGold_swift, PackageResources.DefineRegistry_swift, PackageResources.Publish_swift,
      PackageResources.Train_swift, PackageResources.Validate_swift,
    ].map { String(decoding: $0, as: UTF8.self) }
  }
}
