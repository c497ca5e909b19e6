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

func systemLibrary(_ name: String, pkgConfig: String, apt: String, brew: String) -> Target {
  .systemLibrary(name: name, pkgConfig: pkgConfig, providers: [.apt([apt]), .brew([brew])])
}

func library(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .target(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], exclude: [String] = []) -> Target {
  .testTarget(name: name, dependencies: dependencies, exclude: exclude, swiftSettings: strict)
}

let package = Package(
  name: "feature-store",
  platforms: [.macOS(.v15)],
  products: [
    .library(name: "DataFrames", targets: ["DataFrames"]),
    .library(name: "Parquet", targets: ["Parquet"]),
    .library(name: "PointInTime", targets: ["PointInTime"]),
    .library(name: "FeastStore", targets: ["FeastStore"]),
    .library(name: "DatabricksStore", targets: ["DatabricksStore"]),
    .library(name: "FeatureStoreTesting", targets: ["FeatureStoreTesting"]),
    .library(name: "FeatureStore", targets: ["FeatureStore"]),
    .executable(name: "featurestore", targets: ["featurestore-cli"]),
  ],
  dependencies: [
    .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
    .package(url: "https://github.com/apple/swift-protobuf", from: "1.39.0"),
    .package(url: "https://github.com/jpsim/Yams", from: "6.2.2"),
    .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
  ],
  targets: [
    systemLibrary("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev", brew: "zlib"),
    systemLibrary("CZstd", pkgConfig: "libzstd", apt: "libzstd-dev", brew: "zstd"),
    systemLibrary("CSnappy", pkgConfig: "snappy", apt: "libsnappy-dev", brew: "snappy"),
    systemLibrary("CLZ4", pkgConfig: "liblz4", apt: "liblz4-dev", brew: "lz4"),
    systemLibrary("CBrotli", pkgConfig: "libbrotlidec", apt: "libbrotli-dev", brew: "brotli"),
    systemLibrary("CLibcrypto", pkgConfig: "libcrypto", apt: "libssl-dev", brew: "openssl"),
    systemLibrary("CCurl", pkgConfig: "libcurl", apt: "libcurl4-openssl-dev", brew: "curl"),

    library("DataFrames", []),
    library("Parquet", ["DataFrames", "CZlib", "CZstd", "CSnappy", "CLZ4", "CBrotli"]),
    library("PointInTime", ["DataFrames"]),

    library("FeatureStoreCore", ["DataFrames"]),
    library("SQLite", [.product(name: "GRDBSQLite", package: "GRDB.swift")]),
    library(
      "FeastStore",
      [
        "FeatureStoreCore", "DataFrames", "PointInTime", "Parquet", "SQLite",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"), "Yams",
      ],
      exclude: ["Generated/Protos", "Generated/generate.sh"]),

    library("HTTP", ["CCurl", "DataFrames"]),
    library(
      "DatabricksStore",
      [
        "FeatureStoreCore", "DataFrames", "Parquet", "HTTP", .product(name: "Logging", package: "swift-log"),
      ]),
    library("FeatureStoreTesting", ["FeatureStoreCore", "DataFrames", "PointInTime", "HTTP"]),

    library(
      "FeatureStore",
      [
        "FeatureStoreCore", "DataFrames", "Parquet", "PointInTime", "FeastStore", "DatabricksStore",
        .product(name: "Logging", package: "swift-log"),
        // SHA-256; other platforms bring their own.
        .target(name: "CLibcrypto", condition: .when(platforms: [.linux])),
      ]),
    library(
      "FeatureStoreCLI",
      [
        "FeatureStore", .product(name: "ArgumentParser", package: "swift-argument-parser"),
        .product(name: "Logging", package: "swift-log"),
      ]),
    .executableTarget(name: "featurestore-cli", dependencies: ["FeatureStoreCLI"], swiftSettings: strict),
    .target(
      name: "SampleKit", dependencies: ["FeatureStore"], path: "Samples/SampleKit", swiftSettings: strict),
    .executableTarget(
      name: "customer-retention", dependencies: ["FeatureStore", "SampleKit"],
      path: "Samples/CustomerRetention/Sources",
      swiftSettings: strict),
    .target(
      name: "NotebookKit", dependencies: ["FeatureStore", "SampleKit"],
      path: "Samples/FeatureStoreNotebook/NotebookKit",
      swiftSettings: strict),
    // The text of the steps' source files, which the next target compiles.
    .target(
      name: "QuotedSteps", path: "Samples/FeatureStoreNotebook/Steps", sources: ["StepSources.swift"],
      resources: ["LoadGold", "DefineRegistry", "Publish", "Train", "Validate"].map { .embedInCode("\($0).swift") },
      swiftSettings: strict),
    .executableTarget(
      name: "feature-store-notebook", dependencies: ["FeatureStore", "NotebookKit", "QuotedSteps", "SampleKit"],
      path: "Samples/FeatureStoreNotebook", exclude: ["NotebookKit", "Steps/StepSources.swift"],
      sources: ["Sources", "Steps"], swiftSettings: strict),
    .executableTarget(
      name: "parquet-peer", dependencies: ["Parquet", "DataFrames"], path: "Integration/Parquet/peer",
      swiftSettings: strict),
    .executableTarget(
      name: "definitions-peer", dependencies: ["FeatureStore"], path: "Integration/Definitions/peer",
      swiftSettings: strict),
    .executableTarget(
      name: "frames-peer", dependencies: ["FeatureStore"], path: "Integration/Frames/peer", swiftSettings: strict),
    .executableTarget(
      name: "bench-online", dependencies: ["FeatureStore"], path: "Integration/Benchmarks/Online",
      swiftSettings: strict),
    .executableTarget(
      name: "databricks-peer",
      dependencies: ["FeatureStore", "FeatureStoreTesting", "DatabricksStore", "FeatureStoreCore"],
      path: "Integration/Databricks/peer",
      swiftSettings: strict),
    .executableTarget(
      name: "feast-peer", dependencies: ["FeatureStore"], path: "Integration/Feast/peer", swiftSettings: strict),
    .executableTarget(
      name: "bench-pointintime", dependencies: ["PointInTime", "DataFrames"],
      path: "Integration/Benchmarks/PointInTime", exclude: ["compare_duckdb.py"], swiftSettings: strict),

    tests("DataFramesTests", ["DataFrames"]),
    tests("FeatureStoreCoreTests", ["FeatureStoreCore", "DataFrames"]),
    tests("ParquetTests", ["Parquet", "DataFrames"]),
    tests("PointInTimeTests", ["PointInTime", "DataFrames"]),
    tests("HTTPTests", ["HTTP", "FeatureStoreTesting", "DataFrames"], exclude: ["Support/server.py"]),
    tests(
      "DatabricksStoreTests",
      ["DatabricksStore", "FeatureStoreTesting", "FeatureStoreCore", "DataFrames", "Parquet", "HTTP"]),
    tests("FeatureStoreTestingTests", ["FeatureStoreTesting", "HTTP", "FeatureStoreCore", "FeastStore", "DataFrames"]),
    tests("SQLiteTests", ["SQLite"]),
    tests(
      "FeastStoreTests",
      [
        "FeastStore", "FeatureStoreCore", "DataFrames", "SQLite",
        .product(name: "SwiftProtobuf", package: "swift-protobuf"),
      ]),
    tests("FeatureStoreTests", ["FeatureStore", "FeatureStoreTesting"]),
    tests("NotebookKitTests", ["NotebookKit", "SampleKit", "FeatureStore"]),
    tests("FeatureStoreCLITests", ["FeatureStoreCLI", "FeatureStore"]),
  ]
)
