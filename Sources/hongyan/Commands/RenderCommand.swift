import ArgumentParser
import HongyanCore
import HongyanEngine
import HongyanReports
import HongyanStore

/// `hongyan render RULE CUSTOMER`: the text this customer would get, with parts, channel and gates.
struct RenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Show the text a rule would send a customer, with parts, channel and every gate.",
        discussion: "Counts nowhere and sends nothing.\n\nExample:  hongyan render birthday c000042"
    )

    @Argument(help: "The rule's id.") var rule: String
    @Argument(help: "The customer's id.") var customer: String
    @Option(help: "At which moment (default: now).") var at: String?
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readOnly)
        let zone = book.workspace.zone
        let now = try at.map { try moment($0, zone: zone, option: "--at") } ?? SystemClock().now()
        let rehearsed = try Rehearsed(
            customer: CustomerID(customer), rule: RuleID(rule), book: book, store: store, at: now)
        guard let facts = rehearsed.facts else {
            throw CommandFailure("the store has no such customer")
        }
        let context = GateContext(rule: rehearsed.rule, book: book, now: now)
        let candidate = Candidate(facts, context)
        let zh = options.language == .zh
        switch candidate.body {
        case .success?:
            Terminal.out(candidate.text ?? "")
            Terminal.out("")
            let to = rehearsed.view.phone.map { "\($0)" } ?? "—"
            let channel = candidate.channel?.id.rawValue ?? "—"
            let price = candidate.channel.map { "\($0.pricePerPart * candidate.parts)" } ?? "—"
            Terminal.out(
                zh
                    ? "号码 \(to) · 通道 \(channel) · \(candidate.parts) 条 · \(price) 元 · "
                        + "模板 \(candidate.templateID)"
                    : "to \(to) · channel \(channel) · \(candidate.parts) parts · ¥\(price) · "
                        + "template \(candidate.templateID)")
        case .failure(let fault)?:
            Terminal.out(zh ? "文案无法生成：\(fault)" : "the text cannot be rendered: \(fault)")
        case nil:
            Terminal.out(
                zh ? "没有模板 \(candidate.templateID)" : "no template \(candidate.templateID)")
        }
        if let decision = rehearsed.decision {
            Terminal.out("")
            for line in DecisionText.lines(decision, zone: zone, language: options.language) {
                Terminal.out(line)
            }
        }
    }
}
