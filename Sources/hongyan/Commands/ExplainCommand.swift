import ArgumentParser
import HongyanCore
import HongyanReports
import HongyanRules
import HongyanStore

/// `hongyan explain CUSTOMER RULE`: why she got it, or why not.
struct ExplainCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Why a customer got a rule's message, or why not.",
        discussion: """
            The past comes from the ledger. What never happened is computed again from today's \
            tags and past events, and said to be so. With --audience the whole of the customers \
            is narrowed step by step to those whom a rule could write to.

            Example:  hongyan explain c000042 birthday --at 2026-12-03
                      hongyan explain --audience birthday
            """)

    @Argument(help: "The customer's id.") var customer: String?
    @Argument(help: "The rule's id.") var rule: String?
    @Option(help: "The rule whose audience is narrowed, for all customers; without CUSTOMER.")
    var audience: String?
    @Option(help: "At which moment (default: now); with it, only decisions up to then are shown.")
    var at: String?
    @Option(help: "text or json.") var format: Format = .text
    @OptionGroup var options: WorkspaceOptions

    func validate() throws {
        if audience != nil {
            guard customer == nil else {
                throw ValidationError("--audience RULE takes the place of CUSTOMER and RULE")
            }
        } else if rule == nil {
            throw ValidationError("name a customer and a rule, or --audience RULE")
        }
    }

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readOnly)
        let zone = book.workspace.zone
        let now = try at.map { try moment($0, zone: zone, option: "--at") } ?? SystemClock().now()
        if let audience {
            Terminal.raw(try funnel(of: RuleID(audience), book, store, now))
        } else if let customer, let rule {
            let places = WorkspacePlaces(of: try loader.files()) { ZoneFile.load(name: $0) }
            let reader = ExplanationReader(
                book: book, store: store, effective: { places?.effective($0) })
            let explanation = try reader.explain(CustomerID(customer), RuleID(rule), at: now)
            switch format {
            case .text:
                Terminal.raw(ExplanationText.render(explanation, language: options.language))
            case .json: Terminal.raw(ExplanationJSON.render(explanation))
            }
        }
    }

    private func funnel(
        of id: RuleID, _ book: RuleBook, _ store: SQLiteStore, _ now: Timestamp
    ) throws -> String {
        guard let rule = book.rule(id) else {
            let known = book.rules.map(\.id.rawValue).joined(separator: ", ")
            throw CommandFailure("there is no rule '\(id)' (known: \(known))")
        }
        let funnel = try explained { try store.funnel(of: rule, book: book, at: now) }
        switch format {
        case .text: return FunnelText.render(funnel, language: options.language)
        case .json: return FunnelText.json(funnel)
        }
    }
}
