import Foundation
import HongyanCore
import Testing

@testable import HongyanRules

/// A slip of the pen in a shipped rule file is told, or `hongyan plan` shows what it changes.
///
/// There are about 2,900 mutants, which take some minutes. A plain run tries every thirteenth of
/// them; `make mutants` (`HONGYAN_MUTANTS=all`) tries them all and wants exactly the survivors
/// below.
struct MutationTests {
    private static let files = (try? Workspace.read(Workspace.root)) ?? []
    private static let paths = files.map(\.path).filter { $0.hasPrefix("rules/") }
    private static let isWhole = ProcessInfo.processInfo.environment["HONGYAN_MUTANTS"] == "all"

    private typealias Survivors = (why: String, path: String, what: [String])

    /// Mutants that mean the same as the file, and why they do.
    private static let survivors: [Survivors] = [
        (
            isDefault, "rules/birthday.yaml",
            ["delete 'window'", "delete 'closed'", "delete 'limit'"]
        ),
        (
            isDefault, "rules/cart-abandoned.yaml",
            ["delete 'closed'", "delete 'late'", "delete 'limit'"]
        ),
        (isDefault, "rules/dormant-90d.yaml", ["delete 'limit'"]),
        (isDefault, "rules/high-value.yaml", ["delete 'window'", "delete 'closed'"]),
        (isDefault, "rules/price-list.yaml", ["delete 'late'"]),
        (isDefault, "rules/rainy-day.yaml", ["delete 'window'", "delete 'limit'"]),
        ("the signal's own 'by' is the same", "rules/rainy-day.yaml", ["delete 'by'"]),
        (
            isDefault, "rules/welcome.yaml",
            ["delete 'window'", "delete 'closed'", "delete 'late'", "delete 'limit'"]
        ),
        (
            "the built-in default is the same, and every shipped rule says its own",
            "rules/policy.yaml", ["delete 'priority'"]
        ),
        (
            "every shipped rule says its own, so that nobody takes the default",
            "rules/policy.yaml",
            [
                "delete 'window'", "'day' to 'dinner'", "'day' to 'evening'", "'day' to 'morning'",
                "delete 'closed'", "'24' to '23' in 'defer 24h'", "'24' to '25' in 'defer 24h'",
                "'h' to 'd' in 'defer 24h'", "'h' to 'm' in 'defer 24h'",
                "delete 'late'", "'30' to '29' in 'skip 30m'", "'30' to '31' in 'skip 30m'",
                "'m' to 'h' in 'skip 30m'",
                "delete 'limit'", "'20000' to '19999' in '20000/day'",
                "'20000' to '20001' in '20000/day'", "'day' to 'hour' in '20000/day'",
                "'50' to '49' in '50'", "'50' to '51' in '50'",
            ]
        ),
    ]
    /// Mutants that make another book and still change no message, and why.
    private static let unplanned: [Survivors] =
        paths.filter { ![tagsPath, "rules/policy.yaml", "rules/templates.yaml"].contains($0) }
        .map { ("a plan shows a rule's new title, but nobody gets it", $0, ["shorten 'title'"]) }
        + [
            (
                "titles of tags, fields and audiences are for people", tagsPath,
                ["delete 'title'", "shorten 'title'"]
            ),
            (
                "of one type: only their titles are swapped", tagsPath,
                [
                    "swap 'name' and 'city'", "swap 'rain_mm' and 'temp_max'",
                    "swap 'rain_mm' and 'temp_min'", "swap 'temp_max' and 'temp_min'",
                ]
            ),
        ]
    private static let tagsPath = "rules/tags.yaml"
    private static let isDefault = "the policy's default is the same"

    @Test("every mutant is reported, or a plan shows it and exits with 2", arguments: paths)
    func mutants(_ path: String) throws {
        let files = MutationTests.files
        let file = try #require(files.first { $0.path == path })
        let book = try #require(Workspace.compile(files).book)
        let all = Mutations.of(file, book: book)
        #expect(all.count > 100)
        let mutants = all.enumerated().filter { MutationTests.isWhole || $0.offset % 13 == 0 }.map(
            \.element)
        var reported = 0
        var planned = 0
        var same: [String] = []
        var unplanned: [String] = []
        for mutant in mutants {
            let changed = files.map {
                $0.path == path ? SourceFile(path: path, bytes: mutant.bytes) : $0
            }
            let compilation = Workspace.compile(changed)
            if !compilation.diagnostics.isEmpty {
                reported += 1
                continue
            }
            let other = try #require(compilation.book, "\(mutant.what): no book and no word")
            if MutationTests.isSame(book, other) {
                same.append(mutant.what)
            } else if try MutationTests.plan(book, other).changesSomething {
                planned += 1
            } else {
                unplanned.append(mutant.what)
            }
        }
        print(
            "\(path): \(mutants.count) of \(all.count) mutants: \(reported) reported, "
                + "\(planned) planned, \(unplanned.count) another book without a plan, "
                + "\(same.count) the same book")
        compare(Set(same), with: MutationTests.survivors, path)
        compare(Set(unplanned), with: MutationTests.unplanned, path)
    }

    /// In a sample some of those that are explained may not be there.
    private func compare(_ found: Set<String>, with table: [Survivors], _ path: String) {
        let explained = Set(table.filter { $0.path == path }.flatMap(\.what))
        #expect(found.subtracting(explained).sorted() == [])
        if MutationTests.isWhole { #expect(explained.subtracting(found).sorted() == []) }
    }

    /// What `hongyan plan` shows of two books alone: no customer, no occurrence.
    private static func plan(_ before: RuleBook, _ after: RuleBook) throws -> Plan {
        func run(_ book: RuleBook) -> PlanComparison.Run {
            let start = Timestamp(seconds: 1_790_000_000)
            let report = RunReport(
                from: start, through: start + .days(1), book: book.hash, zone: .china, rules: [],
                byHour: [], touches: [], channels: [], states: [], samples: [], assumptions: [],
                customers: 0)
            return PlanComparison.Run(
                name: "", book: book, report: report, outcomes: { _, _, _ in [] },
                isInAudience: { _, _, _ in false })
        }
        return try PlanComparison.compare(before: run(before), after: run(after))
    }

    @Test("mutants are those that a slip makes: each once, always the same")
    func kinds() throws {
        let book = try #require(Workspace.compile(MutationTests.files).book)
        let text = """
            once: per 30d
            audience: tier in [gold, silver] and orders_90d >= 2
            message: [{template: welcome, weight: 1}, {template: winback, weight: 2}]

            """
        let file = SourceFile(path: "rules/x.yaml", bytes: Array(text.utf8))
        let mutants = Mutations.of(file, book: book)
        #expect(mutants == Mutations.of(file, book: book))
        #expect(Set(mutants.map(\.bytes)).count == mutants.count)
        #expect(!mutants.contains { $0.bytes == file.bytes })
        let texts = mutants.map { String(decoding: $0.bytes, as: UTF8.self) }
        for change in [
            ("once: per 30d\n", ""), ("once:", "onc:"), ("30d", "31d"), ("30d", "29d"),
            ("30d", "30h"),
            (" and ", " or "), (">=", ">"), ("[gold, silver]", "[ silver]"),
            ("[gold, silver]", "[gold]"),
            ("tier in", "tie in"), ("gold,", "platinum,"), ("orders_90d", "spend_365d"),
            (
                "tier in [gold, silver] and orders_90d >= 2",
                "not (tier in [gold, silver] and orders_90d >= 2)"
            ),
            ("{template: welcome, weight: 1}, ", ""), ("weight: 1}", "weight: 0}"),
            (", weight: 2}", "}"),
            ("{template: welcome, weight: 1}", "{template: 1, weight: welcome}"),
        ] {
            let wanted = text.replacingOccurrences(of: change.0, with: change.1)
            #expect(texts.contains(wanted), "\(change.0) to \(change.1)")
        }
    }

    private static func isSame(_ one: RuleBook, _ two: RuleBook) -> Bool {
        RuleBook(
            hash: one.hash, workspace: two.workspace, tags: two.tags, policy: two.policy,
            templates: two.templates, rules: two.rules) == one
    }
}
