// swift-tools-version: 6.2
import PackageDescription

/// A package of its own: only here everything is built with libFuzzer's instrumentation
/// (`swift build -Xswiftc -sanitize=fuzzer`, see `make fuzz`).
let package = Package(
    name: "hongyan-fuzz",
    dependencies: [.package(name: "hongyan", path: "..", traits: [])],
    targets: [
        .target(name: "CFuzzer"),
        .executableTarget(
            name: "hongyan-fuzz",
            dependencies: [
                "CFuzzer",
                .product(name: "HongyanRules", package: "hongyan"),
                .product(name: "RuleFuzzing", package: "hongyan"),
            ],
            swiftSettings: [
                .enableUpcomingFeature("ExistentialAny"),
                .enableUpcomingFeature("MemberImportVisibility"),
                .enableUpcomingFeature("InternalImportsByDefault"),
                // libFuzzer's driver is called by hand, so there is no @main.
                .unsafeFlags(["-parse-as-library"]),
            ],
            // libFuzzer brings a `main` of its own, and SwiftPM renames ours to it: the first one
            // wins. gold cannot link the two at all.
            linkerSettings: [
                .unsafeFlags(["-use-ld=lld", "-Xlinker", "-z", "-Xlinker", "muldefs"])
            ]),
    ],
    swiftLanguageModes: [.v6]
)
