internal import ArgumentParser
internal import FeatureStore

/// Narrows a list to things that carry tags.
struct TagOptions: ParsableArguments {
  @Option(help: "Only those with this tag: key=value. Can be given several times; all must match.")
  var tag: [String] = []

  /// The things that carry every tag asked for.
  func filter<Item>(_ items: [Item], _ tags: (Item) -> [String: String]) throws -> [Item] {
    let wanted = try tag.map { try keyAndValue($0, "--tag") }
    return items.filter { (item: Item) -> Bool in
      let tags = tags(item)
      return wanted.allSatisfy { tags[$0.key] == $0.value }
    }
  }
}

/// Tags for something that is registered.
struct NewTags: ParsableArguments {
  @Option(help: "A tag: key=value. Can be given several times.")
  var tag: [String] = []

  func dictionary() throws -> [String: String] {
    let pairs = try tag.map { try keyAndValue($0, "--tag") }
    return Dictionary(pairs.map { ($0.key, $0.value) }) { (_: String, last: String) -> String in last }
  }
}
