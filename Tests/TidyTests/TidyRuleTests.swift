import Testing

/// Every rule is shown to fail on a bad sample and to pass on a near miss.
struct TidyRuleTests {
    struct Sample: Sendable, CustomStringConvertible {
        let rule: TidyRule
        let path: String
        let bad: String
        let good: String
        var description: String { "\(rule) (\(path))" }
    }

    @Test("a bad sample is a fault, a near miss is none", arguments: samples)
    func sample(_ sample: Sample) {
        #expect(!sample.rule.check(SourceText(path: sample.path, text: sample.bad)).isEmpty)
        #expect(sample.rule.check(SourceText(path: sample.path, text: sample.good)).isEmpty)
    }

    @Test("every rule has a sample")
    func everyRuleHasASample() {
        #expect(Set(Self.samples.map(\.rule.name)) == Set(TidyRule.all.map(\.name)))
    }

    @Test("a fault names file, line and thing")
    func faultIsLocated() {
        let faults = TidyRule.noClock.check(
            SourceText(path: "Sources/A/B.swift", text: "let a = 1\nlet b = UUID()\n"))
        #expect(faults.map(\.description) == ["Sources/A/B.swift:2: UUID()"])
    }

    @Test("the command line may do what is forbidden below it")
    func commandLineIsExempt() {
        let text = "let now = Date(); print(getenv(\"HOME\"))"
        let file = SourceText(path: "Sources/hongyan/A.swift", text: text)
        let rules: [TidyRule] = [.noClock, .noEnvironment, .noPrinting]
        for rule in rules {
            #expect(rule.check(file).isEmpty)
        }
        let elsewhere = SourceText(path: "Sources/hongyanExtras/A.swift", text: text)
        #expect(TidyRule.noClock.check(elsewhere).count == 1)
    }

    static let samples: [Sample] = imports + machine + words + sizes + tests

    private static let imports: [Sample] = [
        Sample(
            rule: .coreImportsNothing, path: "Sources/HongyanCore/A.swift",
            bad: "#if os(Linux)\n    import Glibc\n#endif", good: "// import Foundation"),
        Sample(
            rule: .coreImportsNothing, path: "Sources/HongyanCore/A.swift",
            bad: "public import Foundation", good: "let imports = Importer(\"import X\")"),
        Sample(
            rule: .sqlInStoreOnly, path: "Sources/HongyanEngine/A.swift",
            bad: "let a = \"SELECT id FROM customers\"",
            good: "let a = \"please select a rule from the list\" // SELECT 1"),
        Sample(
            rule: .sqlInStoreOnly, path: "Sources/HongyanEngine/A.swift",
            bad: "let a = \"\"\"\n  update rules\n  set x = 1\n  \"\"\"",
            good: "let a = \"update your rules and set limits\""),
        Sample(
            rule: .sqlInStoreOnly, path: "Sources/hongyan/A.swift",
            bad: "import GRDB", good: "import HongyanStore"),
    ]

    private static let machine: [Sample] = [
        Sample(
            rule: .noClock, path: "Sources/HongyanEngine/A.swift", bad: "let now = Date()",
            good: "update() /* Date() */"),
        Sample(
            rule: .noClock, path: "Sources/HongyanEngine/A.swift",
            bad: "let now = Foundation.Date.now",
            good: "let text = \"Date.now\""),
        Sample(
            rule: .noClock, path: "Sources/HongyanSample/A.swift",
            bad: "let n = Int.random(in: 0...9)",
            good: "let n = stream.below(10)"),
        Sample(
            rule: .noClock, path: "Sources/HongyanSample/A.swift",
            bad: "\"\\(gettimeofday(&t, nil))\"",
            good: "\"gettimeofday\""),
        Sample(
            rule: .noClock, path: "Sources/HongyanSample/A.swift",
            bad: "let order = name.hashValue",
            good: "func hash(into hasher: inout Hasher) {}"),
        Sample(
            rule: .noEnvironment, path: "Sources/HongyanRules/A.swift",
            bad: "let a = getenv(\"HOME\")",
            good: "// getenv(\"HOME\")"),
        Sample(
            rule: .noEnvironment, path: "Sources/HongyanRules/A.swift",
            bad: "let a = ProcessInfo.processInfo.environment", good: "let a = MyProcessInfo()"),
        Sample(
            rule: .noPrinting, path: "Sources/HongyanRules/A.swift", bad: "    print(a)",
            good: "writer.print(a); let blueprint = footprint(a)"),
    ]

    private static let words: [Sample] = [
        Sample(
            rule: .noForce, path: "Sources/HongyanRules/A.swift", bad: "let a = try! b()",
            good: "let a = try? b() // not try!"),
        Sample(
            rule: .noForce, path: "Sources/hongyan/A.swift", bad: "let a = b as! C",
            good: "let a = b as? C"),
        Sample(
            rule: .noLeftovers, path: "Sources/hongyan/A.swift", bad: "// TODO: later",
            good: "// A list of things to do, todos in short"),
    ]

    private static let sizes: [Sample] = [
        Sample(
            rule: .fileLength, path: "Sources/A/B.swift",
            bad: String(repeating: "\n", count: 501), good: String(repeating: "\n", count: 500)),
        Sample(
            rule: .functionLength, path: "Sources/A/B.swift", bad: function(lines: 71),
            good: function(lines: 70)),
        Sample(
            rule: .lineWidth, path: "Sources/A/B.swift",
            bad: String(repeating: "鸿", count: 61), good: String(repeating: "鸿", count: 60)),
        Sample(
            rule: .lineWidth, path: "Tests/A/B.swift", bad: String(repeating: "a", count: 121),
            good: "/// See https://example.org/" + String(repeating: "a", count: 90)),
    ]

    private static let tests: [Sample] = [
        Sample(
            rule: .testsExpect, path: "Tests/ATests/B.swift",
            bad: "@Test(\"#expect\") func a() { run() }",
            good: "@Test(\"a\") func a() { #expect(true) }"),
        Sample(
            rule: .commandsAreNamed, path: "Sources/hongyan/Commands/A.swift",
            bad: "CommandConfiguration(abstract: \"x\")",
            good: "CommandConfiguration(commandName: \"a\", abstract: \"x\")"),
    ]

    /// A function of so many lines, from its name to its closing brace.
    private static func function(lines: Int) -> String {
        "func a() {\n" + String(repeating: "    b()\n", count: lines - 2) + "}\n"
    }
}
