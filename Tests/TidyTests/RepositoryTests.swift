import Testing

/// The repository keeps its own rules.
struct RepositoryTests {
    @Test("every Swift file keeps every rule", arguments: TidyRule.all)
    func keepsRule(_ rule: TidyRule) {
        let faults = Repository.swiftFiles.flatMap { rule.check($0) }
        #expect(faults.isEmpty, "\(faults.map(\.description).joined(separator: "\n"))")
    }

    @Test("the files are found, so that no rule passes over nothing")
    func filesAreFound() {
        let paths = Set(Repository.swiftFiles.map(\.path))
        #expect(paths.contains("Sources/HongyanCore/World.swift"))
        #expect(paths.contains("Tests/TidyTests/RepositoryTests.swift"))
        #expect(Repository.swiftFiles.allSatisfy { !$0.text.isEmpty })
    }

    @Test("a placeholder goes when the first real file comes")
    func placeholdersAreGone() {
        #expect(needlessPlaceholders(among: Repository.swiftFiles.map(\.path)) == [])
        #expect(
            needlessPlaceholders(among: ["Sources/A/Placeholder.swift", "Sources/A/B/C.swift"])
                == ["Sources/A/Placeholder.swift"])
        #expect(
            needlessPlaceholders(among: ["Sources/A/Placeholder.swift", "Sources/AB/C.swift"]) == []
        )
    }

    private func needlessPlaceholders(among paths: [String]) -> [String] {
        paths.filter { path in
            guard path.hasSuffix("/Placeholder.swift") else { return false }
            let folder = path.dropLast("Placeholder.swift".count)
            return paths.contains { $0 != path && $0.hasPrefix(folder) }
        }
    }

    @Test(
        "what a build makes is not tracked",
        .enabled(if: Repository.trackedPaths != nil, "needs a git clone"))
    func buildProductsAreNotTracked() {
        let tracked = Repository.trackedPaths ?? []
        #expect(tracked.contains("Package.swift"))
        #expect(madeByBuild(tracked) == [])
        let bad = [".build/debug/x", "Package.resolved", "Benchmarks/.build/y", "demo/report.html"]
        #expect(madeByBuild(bad) == bad)
        #expect(madeByBuild(["examples/demo.sh", "Sources/A/demo.swift"]) == [])
    }

    private func madeByBuild(_ paths: [String]) -> [String] {
        paths.filter { path in
            path.hasPrefix(".build/") || path.contains("/.build/") || path.hasPrefix("demo/")
                || path.hasSuffix("Package.resolved") || path.hasSuffix(".sqlite")
        }
    }
}
