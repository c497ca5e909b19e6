// swift-tools-version: 6.2
import PackageDescription

/// Settings every target of ours is built with.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .treatAllWarnings(as: .error),
]

/// Generated code imports publicly and needs no more than the language mode.
func systemLibrary(_ name: String, pkgConfig: String, apt: String, brew: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt]), .brew([brew])])
}

func library(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name, dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "feature-store",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "DataFrames", targets: ["DataFrames"]),
    .library(name: "Parquet", targets: ["Parquet"]),
  ],
  targets: [
    systemLibrary("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev", brew: "zlib"),
    systemLibrary("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev", brew: "zstd"),
    systemLibrary("CSnappy", pkgConfig: "snappy", apt: "libsnappy-dev", brew: "snappy"),

    library("DataFrames", []),
    library("Parquet", ["DataFrames", "CZlib", "CZstd", "CSnappy"]),

    tests("DataFramesTests", ["DataFrames"]),
    tests("ParquetTests", ["Parquet", "DataFrames"]),
  ]
)
