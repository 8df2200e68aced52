import Foundation
import HongyanCore
import HongyanStore

/// The candidates of the month's rules once more, by one hand-written SQL script a rule
/// (`Benchmarks/References`), in the `sqlite3` shell and in DuckDB.
///
/// A candidate is an occurrence inside the audience, over the same month with the same events
/// coming again. The answers must be those of the engine, or the bench fails. `coupon-wanted`
/// waits for replies, which only the simulated carrier knows, and is left out. The scripts find
/// candidates and nothing else: no gate, no text, no cap.
struct MonthReferences {
    static let scripts = "Benchmarks/References"
    /// Rules whose occurrences no table knows beforehand.
    static let leftOut: Set<RuleID> = ["coupon-wanted"]

    let world: MonthWorld
    let report: RunReport
    /// What the engine took for the whole month.
    let seconds: Double
    let folder: URL
    /// With the package `duckdb`; nil leaves DuckDB out.
    let python: String?

    private struct Answer {
        let count: Int
        let seconds: Double
    }

    private var rules: [RunReport.RuleFunnel] {
        report.rules.filter { !Self.leftOut.contains($0.rule) }
    }

    func run() throws -> [Figure] {
        let place = folder.appending(path: "references")
        try FileManager.default.createDirectory(at: place, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: place) }
        try writeTables(to: place)
        let shell = try sqlite(place)
        let duck = try python.map { try self.duck($0, place) }
        try compare(shell.answers, "the sqlite3 shell")
        if let duck { try compare(duck.answers, "DuckDB") }
        return figures(shell, duck)
    }

    private func compare(_ answers: [RuleID: Answer], _ name: String) throws {
        let faults = rules.compactMap { rule -> String? in
            let own = rule.occurrences - rule.outsideAudience
            let other = answers[rule.rule]?.count
            return other == own
                ? nil : "\(rule.rule): \(own), by \(name) \(other.map(String.init) ?? "none")"
        }
        guard faults.isEmpty else {
            throw BenchFailure("other candidates:\n" + faults.joined(separator: "\n"))
        }
    }

    private typealias Answers = (load: Answer, answers: [RuleID: Answer])

    private func figures(_ shell: Answers, _ duck: Answers?) -> [Figure] {
        var figures: [Figure] = []
        func add(_ name: String, _ own: Answer, _ other: Answer?) {
            figures.append(
                Figure(
                    name, own.seconds * 1_000, "ms",
                    against: other.map {
                        Figure.Reference(name: "DuckDB", value: $0.seconds * 1_000)
                    }))
        }
        for rule in rules {
            guard let own = shell.answers[rule.rule] else { continue }
            add(
                "sqlite3: \(rule.rule), \(Self.written(own.count))", own,
                duck?.answers[rule.rule])
        }
        let all = shell.answers.values.reduce(0) { $0 + $1.seconds }
        let candidates = shell.answers.values.reduce(0) { $0 + $1.count }
        let month = Figure.Reference(name: "the whole month", value: seconds)
        figures.append(
            Figure(
                "sqlite3: \(rules.count) rules, \(grouped(Double(candidates))) candidates", all,
                "s", against: month))
        if let duck {
            let all = duck.answers.values.reduce(0) { $0 + $1.seconds }
            figures.append(
                Figure("DuckDB: the same, two threads", all, "s", against: month))
        }
        add("sqlite3: loading \(grouped(Double(shell.load.count))) events", shell.load, duck?.load)
        return figures
    }

    /// A whole number without decimals.
    private static func written(_ count: Int) -> String {
        count < 100 ? "\(count)" : grouped(Double(count))
    }

    // MARK: Tables

    /// One CSV file a table, named after it.
    private func writeTables(to place: URL) throws {
        let zone = world.book.workspace.zone
        let start = world.start
        let end = start + .days(MonthBenchmark.days)
        let first = zone.day(of: start)
        let days = (0...Int(MonthBenchmark.days)).map { first + $0 }
        try write("run", "start,finish", ["\(start.milliseconds),\(end.milliseconds)"], to: place)
        try write(
            "days", "number,midnight,weekday,date",
            days.map {
                "\($0.number),\(zone.moment($0).milliseconds),\($0.weekday),\($0.fields.day)"
            }, to: place)
        try write(
            "recurrences", "day,birthday",
            (0..<60).map { first + $0 }.flatMap { day in
                AnniversaryRule.keys(recurringOn: day).map { "\(day.number),\($0)" }
            }, to: place)
        try write(
            "signals", "day,city,rain",
            world.signals.map { signal in
                let rain: Int64 =
                    if case .number(let tenths)? = signal.fields["rain_mm"] { tenths } else { 0 }
                return "\(signal.day.number),\(signal.key),\(rain)"
            }, to: place)
        try exportStore(to: place)
    }

    private func write(_ name: String, _ header: String, _ rows: [String], to place: URL) throws {
        let text = ([header] + rows).joined(separator: "\n") + "\n"
        try Data(text.utf8).write(to: place.appending(path: "\(name).csv"))
    }

    private func exportStore(to place: URL) throws {
        _ = try SQLiteShell.run(
            """
            .mode csv
            .headers on
            .once '\(place.appending(path: "customers.csv").path)'
            SELECT row AS id, COALESCE(t_tier, '') AS tier, COALESCE(t_city, '') AS city,
                COALESCE(t_price_list, 0) AS price_list,
                COALESCE(instr(t_interests, char(31) || '生鲜' || char(31)) > 0, 0) AS fresh,
                COALESCE(t_birthday__key, -1) AS birthday,
                COALESCE(t_coupon_expires, -1) AS coupon
            FROM customers WHERE slot = 0 AND merged_into IS NULL;
            .once '\(place.appending(path: "past.csv").path)'
            SELECT seq, customer, kind, at AS moment,
                COALESCE(json_extract(payload, '$.cart_id'), '') AS cart,
                COALESCE(json_extract(payload, '$.amount'), 0) AS amount
            FROM events WHERE slot = 0;

            """, in: world.path)
    }

    // MARK: Databases

    private func sqlite(_ place: URL) throws -> Answers {
        let database = place.appending(path: "reference.sqlite").path
        let imports = ["run", "days", "recurrences", "signals", "customers", "past"].map {
            ".import --csv --skip 1 '\(place.appending(path: "\($0).csv").path)' \($0)"
        }
        var count = 0
        let load = try Stopwatch.seconds {
            let script =
                [
                    "PRAGMA journal_mode = OFF;", "PRAGMA synchronous = OFF;",
                    ".read \(Self.scripts)/tables.sql",
                ] + imports + [
                    ".read \(Self.scripts)/events.sql", ".read \(Self.scripts)/indexes.sql",
                    "SELECT COUNT(*) FROM events;", "",
                ]
            let output = try SQLiteShell.run(script.joined(separator: "\n"), in: database)
            count = Int(output.split(separator: "\n").last ?? "") ?? 0
        }
        var answers: [RuleID: Answer] = [:]
        for rule in rules {
            var count = 0
            let seconds = try Stopwatch.seconds {
                let output = try SQLiteShell.run(
                    ".read \(Self.scripts)/\(rule.rule).sql\n", in: database)
                count = Int(output.filter(\.isNumber)) ?? -1
            }
            answers[rule.rule] = Answer(count: count, seconds: seconds)
        }
        return (Answer(count: count, seconds: load), answers)
    }

    private func duck(_ python: String, _ place: URL) throws -> Answers {
        let output = try SQLiteShell.output(
            [python, "\(Self.scripts)/duck.py", place.path, Self.scripts]
                + rules.map(\.rule.rawValue))
        var answers: [String: Answer] = [:]
        for line in output.split(separator: "\n") {
            let words = line.split(separator: " ")
            guard words.count == 3, let count = Int(words[1]), let seconds = Double(words[2])
            else { throw BenchFailure("DuckDB says: \(line)") }
            answers[String(words[0])] = Answer(count: count, seconds: seconds)
        }
        guard let load = answers.removeValue(forKey: "load") else {
            throw BenchFailure("DuckDB loaded nothing")
        }
        return (
            load, Dictionary(uniqueKeysWithValues: answers.map { (RuleID($0.key), $0.value) })
        )
    }
}
