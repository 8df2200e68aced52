import HongyanCore
import HongyanRules

/// `hongyan check` of many rule files, without reading the disk: seconds for all of them, and
/// milliseconds a file beside a quarter as many, which shows what grows faster than the files.
struct CheckBenchmark {
    let rules: Int
    let files: WorkspaceFiles

    func run() throws -> [Figure] {
        let few = rules / 4
        let quarter = try seconds(few)
        let all = try seconds(rules)
        let events = try LibYAML.seconds(sample(rules))
        let name = grouped(Double(rules))
        return [
            Figure(
                "check of \(name) rule files", all.seconds, "s",
                against: .init(name: "libyaml alone", value: events)),
            Figure(
                "of which each", all.seconds * 1_000 / Double(rules), "ms",
                against: .init(
                    name: "each of \(few)", value: quarter.seconds * 1_000 / Double(few))),
            Figure("warnings found in them", Double(all.findings), ""),
        ]
    }

    private func seconds(_ count: Int) throws -> (seconds: Double, findings: Int) {
        let sample = sample(count)
        var compilation = Compilation(book: nil, diagnostics: [])
        let seconds = Stopwatch.seconds {
            compilation = RuleCompiler.compile(sample, zones: WorkspaceFiles.zone)
        }
        guard let book = compilation.book, book.rules.count == count else {
            throw BenchFailure("the sample has \(compilation.diagnostics.count) faults")
        }
        return (seconds, compilation.diagnostics.count)
    }

    /// The shipped rules over and over, each with an id, a priority, an hour and an audience of its
    /// own, beside the shipped tags, policy and templates.
    private func sample(_ count: Int) -> [SourceFile] {
        files.shared
            + (0..<count).map { number in
                let file = files.rules[number % files.rules.count]
                return SourceFile(
                    path: "rules/r\(number).yaml",
                    bytes: [UInt8](variant(file, number).utf8))
            }
    }

    private func variant(_ file: SourceFile, _ number: Int) -> String {
        var hasAudience = false
        let more = "orders_365d between \(number % 40) and \(number % 40 + number)"
        var lines = String(decoding: file.bytes, as: UTF8.self).split(
            separator: "\n", omittingEmptySubsequences: false
        ).map { line in
            let key = line.prefix { $0 != ":" }
            switch key {
            case "rule": return "rule: r\(number)"
            case "priority": return "priority: \(number * 37 % 101)"
            case "  at": return "  at: \(10 + number % 10):\(10 + number % 50)"
            case "  where": return "  where: amount >= \(30 + number)"
            case "audience":
                hasAudience = true
                return "audience: (\(line.dropFirst("audience:".count))) and \(more)"
            default: return String(line)
            }
        }
        if !hasAudience { lines.append("audience: \(more)") }
        return lines.joined(separator: "\n") + "\n"
    }
}
