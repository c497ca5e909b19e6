// swift-tools-version: 6.2
import PackageDescription

// A package of its own: its unsafe flags would keep the main package from being anybody's dependency. The sources of the
// modules under test are the main package's, through symbolic links.

let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]
let fuzzed = strict + [.unsafeFlags(["-sanitize=fuzzer,address"])]

let package = Package(
  name: "fuzz",
  platforms: [.macOS(.v15)],
  targets: [
    .systemLibrary(name: "CZlib", pkgConfig: "zlib"),
    .systemLibrary(name: "CZstd", pkgConfig: "libzstd"),
    .systemLibrary(name: "CSnappy", pkgConfig: "snappy"),
    .systemLibrary(name: "CLZ4", pkgConfig: "liblz4"),
    .systemLibrary(name: "CBrotli", pkgConfig: "libbrotlidec"),
    .target(name: "DataFrames", swiftSettings: fuzzed),
    .target(
      name: "Parquet", dependencies: ["DataFrames", "CZlib", "CZstd", "CSnappy", "CLZ4", "CBrotli"],
      swiftSettings: fuzzed),
    .target(name: "CFuzzer"),
    .executableTarget(
      name: "fuzz-parquet", dependencies: ["Parquet", "DataFrames", "CFuzzer"], path: "Sources/ParquetFuzz",
      swiftSettings: strict,
      linkerSettings: [.unsafeFlags(["-sanitize=fuzzer,address", "-use-ld=lld"])]),
  ]
)
