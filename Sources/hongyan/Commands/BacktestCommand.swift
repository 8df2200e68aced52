import ArgumentParser
import Foundation
import HongyanCore
import HongyanEngine
import HongyanReports
import HongyanStore

/// `hongyan backtest RULE`: whom a rule would have reached in the past, and what they did then.
struct BacktestCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Play a rule over the past days: who would have got it, and what they then did.",
        discussion: """
            The whole book runs over the real events of these days, through every gate, beside \
            the store. Whether the rule's goal was reached afterwards is read from the \
            events. This is an observation, not a proof of cause.

            Example:  hongyan backtest birthday --days 90
            """)

    @Argument(help: "The rule's id.") var rule: String
    @Option(help: "How many days back.") var days: Int = 90
    @Option(help: "Last moment, a date or a time in the workspace's zone (default: now).")
    var to: String?
    @Option(help: "Seed of the simulated carrier.") var seed: UInt64 = 1
    @Option(help: "text or json.") var format: Format = .text
    @OptionGroup var options: WorkspaceOptions

    func validate() throws {
        guard (1...400).contains(days) else {
            throw ValidationError("--days must be between 1 and 400")
        }
    }

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let (tested, goal) = try target(in: book)
        let zone = book.workspace.zone
        let end = try to.map { try moment($0, zone: zone, option: "--to") } ?? SystemClock().now()
        let start = end - .days(Int64(days))
        let real = try loader.openStore(of: book, mode: .readOnly)
        let file = ScratchFile()
        let leftovers = Leftovers(file.paths)
        defer {
            file.remove()
            leftovers.forget()
        }
        let scratch = try explained { try real.scratchView(of: file.path) }
        // The open file stays usable without its name.
        file.remove()
        let history = try explained { try scratch.rewind(to: start) }
        // As they would have been sent, whatever has come of their approvals since.
        try explained { try scratch.log(TemplateEntry.clearing(book, at: start)) }
        let played = Backtest.book(book, for: tested)
        let store = try explained {
            // Whether the goal was reached is asked of the tables.
            try DryRunStore(
                over: scratch, from: start, keepsPopulation: false, keepsOutcomes: true)
        }
        let run = DryRun(
            book: played, store: store,
            scenario: Scenario(events: history.filter { $0.at <= end }), seed: seed, from: start,
            through: end)
        var progress = Progress(options.language)
        defer { progress.end() }
        try run.run(
            showing: options.language == .zh ? "回放" : "backtest", options.language, &progress)
        progress.begin(options.language == .zh ? "比较" : "comparing")
        let test = try explained {
            try Backtest.evaluate(
                tested, goal: goal, book: book, from: start, through: end,
                reallySent: try real.clearedCount(of: tested.id, from: start, through: end),
                source: source(store, goal: goal))
        }
        progress.end()
        Terminal.raw(
            format == .json
                ? BacktestJSON.render(test) : BacktestText.render(test, language: options.language))
    }

    private func target(in book: RuleBook) throws -> (CompiledRule, Goal) {
        guard let tested = book.rule(RuleID(rule)) else {
            let known = book.rules.map(\.id.rawValue)
            let near = NearestName.of(rule, among: known).map { "; did you mean '\($0)'?" }
            throw CommandFailure(
                "there is no rule '\(rule)'"
                    + (near ?? " (known: \(known.joined(separator: ", ")))"))
        }
        guard let goal = tested.goal else {
            throw CommandFailure(
                "the rule '\(rule)' has no goal to look for: add the key 'goal' to it, as in "
                    + "'goal: {event: order.placed, within: 3d}'")
        }
        return (tested, goal)
    }

    private func source(_ store: DryRunStore, goal: Goal) -> Backtest.Source {
        Backtest.Source(
            outcomes: { rules, position, limit throws(StoreError) in
                try store.outcomes(of: rules, after: position, limit: limit)
            },
            reached: { spans throws(StoreError) in
                try store.haveEvents(goal.event, in: spans)
            },
            refusals: { outcomes throws(StoreError) in try store.refusals(of: outcomes) })
    }
}
