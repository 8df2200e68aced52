// swift-tools-version: 6.2
import PackageDescription

/// A package of its own, so that nobody who builds Hongyan builds its benchmarks. HTTP stays out.
let package = Package(
    name: "hongyan-benchmarks",
    dependencies: [
        .package(name: "hongyan", path: "..", traits: []),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
    ],
    targets: [
        .executableTarget(
            name: "hongyan-bench",
            dependencies: [
                .product(name: "HongyanCore", package: "hongyan"),
                .product(name: "HongyanRules", package: "hongyan"),
                .product(name: "HongyanStore", package: "hongyan"),
                .product(name: "HongyanImport", package: "hongyan"),
                .product(name: "HongyanDelivery", package: "hongyan"),
                .product(name: "HongyanEngine", package: "hongyan"),
                .product(name: "HongyanSample", package: "hongyan"),
                .product(name: "CYAML", package: "hongyan"),
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
            ])
    ],
    swiftLanguageModes: [.v6]
)
