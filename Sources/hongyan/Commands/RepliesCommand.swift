public import ArgumentParser
import Foundation
import HongyanCore
import HongyanReports
public import HongyanStore

extension ReplyReview.Resolution: ExpressibleByArgument {}

/// `hongyan replies`: the replies that wait for a person.
struct RepliesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replies",
        abstract: "Replies that may be refusals: list them and decide.",
        discussion: """
            Marketing to the number of such a reply pauses (reason optout.pending) until somebody \
            decides; the decision is kept with name, time and note.

            Example:  hongyan replies resolve 17 --as opt-out --note '已电话确认'
            """,
        subcommands: [List.self, Resolve.self], defaultSubcommand: List.self)

    struct List: ParsableCommand {
        enum Format: String, ExpressibleByArgument { case text, json }

        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "The replies that wait, the oldest first; exit code 2 when there are any.",
            discussion: "Example:  hongyan replies list --format json")

        @Flag(help: "The resolved ones too.") var all = false
        @Option(help: "text or json.") var format: Format = .text
        @OptionGroup var options: WorkspaceOptions

        func run() throws {
            let loader = WorkspaceLoader(path: options.workspace)
            let book = try loader.book(language: options.language)
            let store = try loader.openStore(of: book, mode: .readOnly)
            let lines = try explained { try store.replyReviews(all: all) }
                .map(ReviewLine.init(review:))
            let zone = book.workspace.zone
            switch format {
            case .json: Terminal.raw(ReviewReport.json(lines, zone: zone))
            case .text:
                Terminal.raw(ReviewReport.text(lines, zone: zone, language: options.language))
            }
            if lines.contains(where: { $0.verdict == nil }) { throw ExitCode(2) }
        }
    }

    struct Resolve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resolve",
            abstract: "Decide: the customer has opted out, or marketing may go on.",
            discussion: """
                Decides over every waiting reply of the same number. An opt-out is in force at \
                once, queued messages included.

                Example:  hongyan replies resolve 17 --as resume --by 小王
                """)

        @Argument(help: "The number that 'hongyan replies list' shows.") var id: Int
        @Option(name: .customLong("as"), help: "opt-out or resume.")
        var resolution: ReplyReview.Resolution
        @Option(help: "Who decides (default: the operating user).") var by: String?
        @Option(help: "Why, for the ledger.") var note: String?
        @OptionGroup var options: WorkspaceOptions

        func run() throws {
            let loader = WorkspaceLoader(path: options.workspace)
            let book = try loader.book(language: options.language)
            let store = try loader.openStore(of: book, mode: .readWrite)
            let person = try decider()
            try explained {
                try store.resolveReview(
                    id, as: resolution, by: person, note: note,
                    narrowing: book.policy.optOutScope == .signature, at: SystemClock().now())
            }
            let zh = resolution == .optOut ? "已按退订处理" : "已恢复营销"
            let en = resolution == .optOut ? "opted out" : "marketing may go on"
            Terminal.out("\(id): \(options.language == .zh ? zh : en) (\(person))")
        }

        private func decider() throws -> String {
            let name = by ?? ProcessInfo.processInfo.userName
            guard !name.isEmpty, name != "reply" else {
                throw CommandFailure("say who decides: --by NAME", code: 64)
            }
            return name
        }
    }
}

extension ReviewLine {
    fileprivate init(review: ReplyReview) {
        self.init(
            id: review.id, at: review.at, customer: review.customer?.rawValue,
            number: review.number.map { "\($0)" }, channel: review.channel.rawValue,
            text: review.text, matched: review.matched,
            verdict: review.verdict.map {
                ReviewLine.Verdict(
                    resolution: $0.resolution.rawValue, at: $0.at, by: $0.by, note: $0.note)
            })
    }
}
