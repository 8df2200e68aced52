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

    @Test("every file that ARCHITECTURE.md walks through is there")
    func walkedFilesExist() throws {
        let text = try #require(Repository.text("ARCHITECTURE.md"))
        let named = text.split(separator: "`").map(String.init).filter {
            $0.hasPrefix("Sources/") && $0.hasSuffix(".swift")
        }
        #expect(named.count >= 9)
        let known = Set(Repository.swiftFiles.map(\.path))
        for path in named { #expect(known.contains(path), "no file \(path)") }
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
