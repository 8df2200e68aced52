import ArgumentParser
import Foundation
import HongyanCore
import HongyanEngine
import HongyanReports
import HongyanRules
import HongyanStore

/// `hongyan plan`: what a change of the rules changes for customers, before it is made.
struct PlanCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument, CaseIterable { case text, json, markdown, html }

    static let configuration = CommandConfiguration(
        commandName: "plan",
        abstract: "Compare two versions of the rules: who gains, who loses, and why.",
        discussion: """
            Runs both rule books over the same snapshot of the store, with the same assumed events \
            and the same seed, and compares them message by message. --against names what is in \
            force now: a git revision of the workspace, or another workspace folder. The workspace \
            itself is the change. Nothing is written to the store, to git or to the working tree.

            Exit code 0 when nothing changes (comments, titles, renames by was:), 2 when something \
            does, 1 on an error.

            Example:  hongyan plan --against main --days 30 --format markdown --out plan.md
            """)

    @Option(help: "A git revision of the workspace, or another workspace's folder.")
    var against: String
    @OptionGroup var dryRun: DryRunOptions
    @Option(help: "text, json, markdown or html.") var format: Format = .text
    @Option(help: "Write to this file instead of the standard output.") var out: String?
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let language = options.language
        let base = try BookVersion(against, workspace: loader, language: language)
        let change = BookVersion(
            name: loader.folder.standardizedFileURL.lastPathComponent,
            book: try loader.book(language: language))
        try out.map(OutputFile.requireWritable)
        let plan = try comparison(base, change, loader)
        let text = render(plan)
        if let out {
            try OutputFile.write(text, to: out)
            Terminal.out(PlanText.summary(plan, language: language))
            Terminal.out("plan: \(out)")
        } else {
            Terminal.raw(text)
        }
        if plan.changesSomething { throw ExitCode(2) }
    }

    private func render(_ plan: Plan) -> String {
        switch format {
        case .text:
            PlanText.render(
                plan, language: options.language, width: Terminal.width,
                color: Terminal.hasColor && out == nil)
        case .json: PlanJSON.render(plan)
        case .markdown: PlanMarkdown.render(plan, language: options.language)
        case .html: PlanHTML.render(plan, language: options.language)
        }
    }

    /// Both runs over two views of one snapshot, and what they differ in.
    private func comparison(
        _ base: BookVersion, _ change: BookVersion, _ loader: WorkspaceLoader
    ) throws -> Plan {
        let zone = change.book.workspace.zone
        let (from, through) = try dryRun.period(zone: zone)
        let alarms = change.book.calendarAlarms(
            from: zone.day(of: from), through: zone.day(of: through))
        let files = [ScratchFile(), ScratchFile()]
        let leftovers = Leftovers(files.flatMap(\.paths))
        defer {
            for file in files { file.remove() }
            leftovers.forget()
        }
        var (old, new) = try Sandbox.pair(
            base, change, of: loader.storePath(of: change.book), files: files)
        let books = [base.book, change.book]
        try old.prepare(through: [base.book])
        try new.prepare(through: books)
        let first = try old.dryRun(
            dryRun, books: books, from: from, through: through, options.language)
        var second = try new.dryRun(
            dryRun, books: books, from: from, through: through, options.language)
        second.replacing = base.book
        let (_, activation) = try DryRun.runBoth(
            first, second, showing: options.language == .zh ? "推演两版" : "plan",
            options.language)
        let notes =
            old.missing.map(Plan.Note.tagMissingBefore)
            + new.missing.map(Plan.Note.tagMissingAfter)
        return try explained {
            try PlanComparison.compare(
                before: try old.run(first, passedOver: [:]),
                after: try new.run(second, passedOver: activation.passedOver),
                notes: notes,
                assumptions: dryRun.assumptions(
                    history: old.history.count, oldest: old.oldest, from: from, zone: zone,
                    alarms: alarms)
                    + (books.contains(where: \.asksOfTemplates)
                        ? [.init(key: "templates", value: "approved, filed")] : []))
        }
    }
}

/// One version on its own view of the snapshot.
private struct Sandbox {
    let version: BookVersion
    let store: SQLiteStore
    private(set) var history: [IncomingEvent] = []
    /// Of the events that the store has.
    private(set) var oldest: Timestamp?
    /// Tags of the version's book for which the store had no column.
    private(set) var missing: [TagName] = []

    /// Two views of one snapshot of the real store, whatever columns it has.
    static func pair(
        _ first: BookVersion, _ second: BookVersion, of path: String, files: [ScratchFile]
    ) throws -> (Sandbox, Sandbox) {
        guard FileManager.default.fileExists(atPath: path) else {
            throw CommandFailure("there is no store at \(path) yet: run 'hongyan migrate'")
        }
        let zones = (first.book.workspace.zone, second.book.workspace.zone)
        let stores = try explained(at: path) {
            try SQLiteStore.open(
                path: path, schema: .empty, zone: zones.1, mode: .readOnly,
                secret: try Secrets.numberSecret(of: second.book, isRequired: false)
            )
            .scratchViews(of: files.map(\.path), zones: [zones.0, zones.1])
        }
        // The open files stay usable without their names.
        for file in files { file.remove() }
        return (
            Sandbox(version: first, store: stores[0]), Sandbox(version: second, store: stores[1])
        )
    }

    private init(version: BookVersion, store: SQLiteStore) {
        self.version = version
        self.store = store
    }

    /// Brings the view to the schema of each book in turn.
    mutating func prepare(through books: [RuleBook]) throws {
        var steps: Set<String> = []
        for book in books { steps.formUnion(try migrate(to: book)) }
        // What changes is the rules; the words that they bring are approved afterwards.
        try explained {
            for book in books {
                try store.log(TemplateEntry.clearing(book, at: Timestamp(milliseconds: 0)))
            }
        }
        missing = version.book.tags.tags.filter { tag in
            tag.source == .stored && steps.contains("add column t_\(tag.name)")
        }.map(\.name)
    }

    private func migrate(to book: RuleBook) throws -> [String] {
        do {
            return try store.migrate(to: book.tags)
        } catch StoreError.refused(let why) {
            throw CommandFailure(
                "the store cannot follow the tags of \(version.name), so there is nothing to "
                    + "compare: \(why)")
        } catch {
            return try explained { throw error }
        }
    }

    mutating func dryRun(
        _ options: DryRunOptions, books: [RuleBook], from: Timestamp, through: Timestamp,
        _ language: Language
    ) throws -> DryRun {
        oldest = try explained { try store.dataVersion().oldest }
        history = try explained { try store.rewind(to: from) }
        let scenario = try options.scenario(
            book: version.book, books: books, store: store, history: history, from: from,
            through: through, language)
        return DryRun(
            book: version.book,
            store: try explained {
                try DryRunStore(over: store, from: from, keepsOutcomes: true)
            },
            scenario: scenario, carriers: try options.carriers(version.book, language),
            seed: options.seed, threads: options.threads ?? 1, from: from, through: through)
    }

    /// What a dry run that has ended came to.
    func run(
        _ run: DryRun, passedOver: [RuleID: Int]
    ) throws(StoreError) -> PlanComparison.Run {
        let store = run.store
        return PlanComparison.Run(
            name: version.name, book: version.book,
            report: try store.report(
                book: version.book, through: run.through, samplesPerRule: 0),
            passedOver: passedOver,
            outcomes: { rules, position, limit throws(StoreError) in
                try store.outcomes(of: rules, after: position, limit: limit)
            },
            isInAudience: { rule, customer, moment throws(StoreError) in
                try store.holds(rule.audience, for: customer, at: moment)
            })
    }
}
