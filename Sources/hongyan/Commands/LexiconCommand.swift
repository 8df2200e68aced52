import ArgumentParser
import Foundation
import HongyanCore
import HongyanReports
import HongyanRules

/// `hongyan lexicon`: the phrases that the content audit looks for.
struct LexiconCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lexicon",
        abstract: "List, export, import and compare the lexicons of the content audit.",
        discussion: """
            A workspace's own lexicons are CSV files under lexicons/, listed in policy.yaml \
            (lexicons: [lexicons/own.csv]). Columns: \
            \(LexiconFile.columns.joined(separator: ", ")). \
            Levels: \(LexiconLevel.allCases.map(\.rawValue).joined(separator: ", ")). Phrases are \
            parted by | and may be patterns: (保/包)过 is one of several, 保证…提分 allows up to \
            eight characters of one clause between, 最好$ stands at the end of a clause, ^第一 at \
            its start. 'hongyan reload' takes a changed file up without a restart.

            Example:  hongyan lexicon list -w shop
                      hongyan lexicon list --rows --format csv > cn-base.csv
                      hongyan lexicon import words.csv --as own -w shop
                      hongyan lexicon diff old.csv new.csv
            """,
        subcommands: [List.self, Import.self, Diff.self])

    enum Format: String, ExpressibleByArgument { case text, json, csv }

    /// `hongyan lexicon list`.
    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "What lexicons count, with version, rows and age; or all their rows.",
            discussion: "Example:  hongyan lexicon list -w shop --format json")

        @Flag(help: "Show the rows.") var rows = false
        @Option(help: "text, json or csv (rows).") var format: Format = .text
        @Option(name: [.customShort("w"), .long], help: "A workspace whose lexicons count too.")
        var workspace: String?
        @Option(help: "The day by which ages are told (default: today).") var date: String?
        @Option(help: "zh or en (default: the locale's).") var lang: Language?

        func run() throws {
            let language = lang ?? .ofLocale
            let book = try workspace.map { try WorkspaceLoader(path: $0).book(language: language) }
            let lexicons = (book?.policy.content.auditor ?? .standard).lexicons
            let day = try lexiconDay(date, zone: book?.workspace.zone)
            switch (format, rows) {
            case (.csv, _): for lexicon in lexicons { Terminal.raw(LexiconFile.write(lexicon)) }
            case (.json, _): Terminal.raw(LexiconPage.json(lexicons, rows: rows, on: day))
            case (.text, _):
                let lines = LexiconPage.lines(lexicons, rows: rows, on: day, language: language)
                for line in lines { Terminal.out(line) }
            }
        }
    }

    /// `hongyan lexicon import`.
    struct Import: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "import",
            abstract: "Check a lexicon file and put it into the workspace's lexicons/.",
            discussion: "Example:  hongyan lexicon import words.csv --as own -w shop")

        @Argument(help: "The CSV file.") var file: String
        @Option(name: .customLong("as"), help: "Its name there (default: the file's).")
        var name: String?
        @Flag(help: "Keep the rows that are there and not in the file.") var merge = false
        @OptionGroup var options: WorkspaceOptions

        func run() throws {
            let language = options.language
            let loader = WorkspaceLoader(path: options.workspace)
            let zone = RuleCompiler.zone(of: try loader.files()) { ZoneFile.load(name: $0) }
            let stem = name ?? URL(fileURLWithPath: file).deletingPathExtension().lastPathComponent
            guard !stem.isEmpty, !stem.contains("/"), !stem.hasPrefix(".") else {
                throw CommandFailure("'\(stem)' is no name for a lexicon")
            }
            let path = "lexicons/\(stem).csv"
            let target = loader.folder.appendingPathComponent(path)
            var new = try lexicon(at: file, named: path, language: language)
            let old =
                FileManager.default.fileExists(atPath: target.path)
                ? try lexicon(at: target.path, named: path, language: language)
                : Lexicon(name: path, version: "", updated: nil, rows: [])
            if merge {
                let ids = Set(new.rows.map(\.id))
                new = Lexicon(
                    name: path, version: new.version, updated: new.updated,
                    rows: old.rows.filter { !ids.contains($0.id) } + new.rows)
            }
            if new.updated == nil {
                // Whoever imports it has just gone over it: 'status' counts its weeks from today.
                new = Lexicon(
                    name: path, version: new.version,
                    updated: zone.day(of: SystemClock().now()), rows: new.rows)
            }
            try makeFolder(target.deletingLastPathComponent().path)
            try OutputFile.write(LexiconFile.write(new), to: target.path)
            let diff = LexiconDiff(from: old, to: new)
            let (added, changed, removed) = (
                diff.added.count, diff.changed.count, diff.removed.count
            )
            Terminal.out(
                language == .zh
                    ? "\(path)：\(new.rows.count) 行，新增 \(added)，改动 \(changed)，删除 \(removed)"
                    : "\(path): \(new.rows.count) rows, \(added) new, \(changed) changed, "
                        + "\(removed) removed")
            let book = try loader.book(language: language)
            if !book.policy.content.auditor.lexicons.contains(where: { $0.name == path }) {
                Terminal.note(
                    language == .zh
                        ? "policy.yaml 还没有列出它，请加上：lexicons: [\(path)]"
                        : "policy.yaml does not list it yet; add: lexicons: [\(path)]")
            }
        }
    }

    /// `hongyan lexicon diff`.
    struct Diff: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "diff",
            abstract: "Compare two lexicons; cn-base names the shipped one.",
            discussion: """
                Exit code 0 when they are the same, 2 when they differ, 1 when one cannot be read.

                Example:  hongyan lexicon diff cn-base lexicons/own.csv
                """)

        @Argument(help: "The old file, or cn-base.") var old: String
        @Argument(help: "The new file, or cn-base.") var new: String
        @Option(help: "text or json.") var format: Format = .text
        @Option(help: "zh or en (default: the locale's).") var lang: Language?

        func run() throws {
            let language = lang ?? .ofLocale
            let read = { (path: String) in
                path == Lexicon.shipped.name
                    ? Lexicon.shipped : try lexicon(at: path, named: path, language: language)
            }
            let diff = LexiconDiff(from: try read(old), to: try read(new))
            if format == .json {
                Terminal.raw(LexiconPage.json(diff))
            } else {
                for line in LexiconPage.lines(diff, language: language) { Terminal.out(line) }
            }
            if !diff.isEmpty { throw ExitCode(2) }
        }
    }
}

/// Reads a lexicon; every fault is told with its line, and none is half read.
private func lexicon(at path: String, named name: String, language: Language) throws -> Lexicon {
    guard let data = FileManager.default.contents(atPath: path) else {
        throw CommandFailure("cannot read \(path)")
    }
    guard data.count <= LexiconFile.largest else {
        throw CommandFailure("\(path) is larger than \(LexiconFile.largest >> 20) MB")
    }
    let (lexicon, faults) = LexiconFile.read(String(decoding: data, as: UTF8.self), name: name)
    guard faults.isEmpty else {
        for fault in faults.dropLast() {
            Terminal.note("\(path):\(fault.line): \(fault.message(language))")
        }
        let last = faults[faults.count - 1]
        throw CommandFailure("\(path):\(last.line): \(last.message(language))")
    }
    return lexicon
}
