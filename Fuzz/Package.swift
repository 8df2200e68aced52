// swift-tools-version: 6.2
import PackageDescription

/// An executable that libFuzzer drives.
func fuzzer(_ name: String, _ products: [String]) -> Target {
    .executableTarget(
        name: name,
        dependencies: ["CFuzzer"] + products.map { .product(name: $0, package: "hongyan") },
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
        ])
}

/// A package of its own: only here everything is built with libFuzzer's instrumentation
/// (`swift build -Xswiftc -sanitize=fuzzer`, see `make fuzz`).
let package = Package(
    name: "hongyan-fuzz",
    dependencies: [.package(name: "hongyan", path: "..", traits: [])],
    targets: [
        .target(name: "CFuzzer"),
        fuzzer("hongyan-fuzz-wire", ["HongyanCore", "HongyanDelivery"]),
        fuzzer("hongyan-fuzz", ["HongyanRules", "RuleFuzzing"]),
    ],
    swiftLanguageModes: [.v6]
)
