// swift-tools-version: 6.2
import PackageDescription

/// HTTP and TLS are half of a cold build, so they stand behind a trait that is on by default.
/// `swift build --disable-default-traits` builds everything else: engine, store, dry run, daemon.
let settings: [SwiftSetting] = [
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
]

let package = Package(
    name: "hongyan",
    products: [
        .executable(name: "hongyan", targets: ["hongyan"]),
        .library(name: "HongyanCore", targets: ["HongyanCore"]),
        .library(name: "HongyanRules", targets: ["HongyanRules"]),
        .library(name: "HongyanStore", targets: ["HongyanStore"]),
        .library(name: "HongyanDelivery", targets: ["HongyanDelivery"]),
        .library(name: "HongyanSockets", targets: ["HongyanSockets"]),
        .library(name: "HongyanEngine", targets: ["HongyanEngine"]),
        .library(name: "HongyanReports", targets: ["HongyanReports"]),
        .library(name: "HongyanImport", targets: ["HongyanImport"]),
        .library(name: "HongyanSample", targets: ["HongyanSample"]),
        .library(name: "HongyanSignals", targets: ["HongyanSignals"]),
        .library(name: "HongyanTorture", targets: ["HongyanTorture"]),
        // For `Benchmarks/` and `Fuzz/`, packages of their own.
        .library(name: "CYAML", targets: ["CYAML"]),
        .library(name: "RuleFuzzing", targets: ["RuleFuzzing"]),
    ],
    traits: [
        .trait(name: "HTTP", description: "Fetch signals over HTTP (AsyncHTTPClient, BoringSSL)."),
        .default(enabledTraits: ["HTTP"]),
    ],
    dependencies: [
        .package(url: "https://github.com/groue/GRDB.swift", from: "7.10.0"),
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", from: "1.6.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.2"),
        .package(url: "https://github.com/apple/swift-crypto", from: "4.5.2"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
    ],
    targets: [
        .systemLibrary(name: "CYAML", pkgConfig: "yaml-0.1", providers: [.apt(["libyaml-dev"])]),
        .target(name: "HongyanCore", swiftSettings: settings),
        .target(
            name: "HongyanRules", dependencies: ["HongyanCore", "CYAML"], swiftSettings: settings),
        .target(
            name: "HongyanStore",
            dependencies: [
                "HongyanCore", .product(name: "GRDB", package: "GRDB.swift"),
                .product(name: "GRDBSQLite", package: "GRDB.swift"),
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HeapModule", package: "swift-collections"),
            ],
            swiftSettings: settings),
        .target(name: "HongyanImport", dependencies: ["HongyanCore"], swiftSettings: settings),
        .target(name: "HongyanSample", dependencies: ["HongyanCore"], swiftSettings: settings),
        .target(
            name: "HongyanDelivery",
            dependencies: [
                "HongyanCore", .product(name: "HeapModule", package: "swift-collections"),
            ],
            swiftSettings: settings),
        .target(
            name: "HongyanSockets",
            dependencies: [
                "HongyanDelivery", "HongyanCore",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(
                    name: "NIOSSL", package: "swift-nio-ssl", condition: .when(traits: ["HTTP"])),
            ],
            swiftSettings: settings),
        .target(
            name: "HongyanEngine",
            dependencies: [
                "HongyanCore",
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        .target(name: "HongyanReports", dependencies: ["HongyanCore"], swiftSettings: settings),
        .target(
            name: "HongyanTorture",
            dependencies: [
                "HongyanCore", "HongyanRules", "HongyanStore", "HongyanEngine",
                .product(name: "Logging", package: "swift-log"),
            ],
            swiftSettings: settings),
        .target(
            name: "HongyanSignals",
            dependencies: [
                "HongyanCore",
                .product(
                    name: "AsyncHTTPClient", package: "async-http-client",
                    condition: .when(traits: ["HTTP"])),
                .product(
                    name: "NIOCore", package: "swift-nio", condition: .when(traits: ["HTTP"])),
                .product(
                    name: "NIOHTTP1", package: "swift-nio", condition: .when(traits: ["HTTP"])),
            ],
            swiftSettings: settings),
        .executableTarget(
            name: "hongyan",
            dependencies: [
                "HongyanCore", "HongyanRules", "HongyanStore", "HongyanDelivery", "HongyanEngine",
                "HongyanReports", "HongyanSignals", "HongyanImport", "HongyanSample",
                "HongyanTorture", "HongyanSockets",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
                .product(name: "UnixSignals", package: "swift-service-lifecycle"),
            ],
            swiftSettings: settings),
        // What several test targets draw random conditions and customers from.
        .target(
            name: "ConditionSamples", dependencies: ["HongyanCore"],
            path: "Tests/ConditionSamples", swiftSettings: settings),
        // Damaged rule files, for a short test and for `make fuzz`.
        .target(
            name: "RuleFuzzing", dependencies: ["HongyanRules", "HongyanCore"],
            path: "Tests/RuleFuzzing", swiftSettings: settings),
        .testTarget(
            name: "HongyanCoreTests", dependencies: ["HongyanCore", "ConditionSamples"],
            swiftSettings: settings),
        .testTarget(
            name: "HongyanRulesTests",
            dependencies: ["HongyanRules", "HongyanCore", "RuleFuzzing"],
            resources: [.copy("Fixtures")], swiftSettings: settings),
        .testTarget(
            name: "HongyanStoreTests",
            dependencies: [
                "HongyanStore", "HongyanRules", "HongyanCore", "ConditionSamples",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "HongyanDeliveryTests", dependencies: ["HongyanDelivery", "HongyanCore"],
            swiftSettings: settings),
        .testTarget(
            name: "HongyanSocketsTests",
            dependencies: ["HongyanSockets", "HongyanDelivery", "HongyanCore"],
            swiftSettings: settings),
        .testTarget(
            name: "HongyanEngineTests",
            dependencies: [
                "HongyanEngine", "HongyanDelivery", "HongyanStore", "HongyanRules", "HongyanCore",
                "HongyanTorture",
            ],
            swiftSettings: settings),
        .testTarget(
            name: "HongyanTortureTests",
            dependencies: [
                "HongyanTorture", "HongyanStore", "HongyanEngine", "HongyanCore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .testTarget(
            name: "HongyanImportTests", dependencies: ["HongyanImport", "HongyanCore"],
            swiftSettings: settings),
        .testTarget(
            name: "HongyanSampleTests",
            dependencies: ["HongyanSample", "HongyanImport", "HongyanCore"],
            swiftSettings: settings),
        .testTarget(
            name: "HongyanReportsTests", dependencies: ["HongyanReports", "HongyanCore"],
            swiftSettings: settings),
        .testTarget(
            name: "HongyanSignalsTests", dependencies: ["HongyanSignals", "HongyanCore"],
            swiftSettings: settings),
        .testTarget(
            name: "CommandLineTests",
            dependencies: [
                "hongyan", "HongyanStore", "HongyanRules", "HongyanCore",
                .product(name: "GRDB", package: "GRDB.swift"),
            ],
            swiftSettings: settings),
        .testTarget(name: "TidyTests", swiftSettings: settings),
    ],
    swiftLanguageModes: [.v6]
)
