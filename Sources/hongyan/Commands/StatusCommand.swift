import ArgumentParser
import HongyanCore
import HongyanReports
import HongyanStore

/// `hongyan status`: what the store holds and what waits.
struct StatusCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "What the store holds, what waits, what is stopped, and what is unknown.",
        discussion: "Example:  hongyan status -w shop --lang zh")

    @Flag(help: "List the submissions whose outcome is unknown.") var unknown = false
    @Option(help: "The day by which ages of lexicons are told (default: today).") var date: String?
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readOnly)
        let zone = book.workspace.zone
        let zh = options.language == .zh
        if unknown {
            for message in try explained({ try store.unknownMessages() }) {
                Terminal.out(
                    "\(message.id) \(message.attempt) \(message.rule) \(message.customer) "
                        + "\(message.number)"
                )
            }
            return
        }
        let status = try explained { try store.status() }
        let never = zh ? "从未" : "never"
        let sealed = zh ? "已加密" : "encrypted"
        let plain =
            zh
            ? "没有加密（workspace/encryption-off）" : "not encrypted (workspace/encryption-off)"
        let rows: [(String, String)] = [
            (zh ? "规则本" : "book", "\(book.hash.description.prefix(12)) · \(book.rules.count)"),
            (zh ? "客户" : "customers", "\(status.customers)"),
            (zh ? "事件" : "events", "\(status.events)"),
            (zh ? "最近一次决定" : "last tick", status.lastTick.map(zone.format) ?? never),
            (zh ? "暂缓" : "holds", "\(status.holds)"),
            (zh ? "熔断的规则" : "tripped", names(status.tripped.map(\.rawValue))),
            (zh ? "手机号" : "numbers", status.isEncrypted ? sealed : plain),
            (zh ? "停止令" : "stops", names(status.stops.map { $0.scope.words })),
            (zh ? "暂停的模板" : "suspended templates", names(try suspended(store, book))),
        ]
        for (name, value) in rows { Terminal.out("\(name): \(value)") }
        let label = zh ? "工作日历" : "calendar"
        for alarm in book.calendarAlarms(on: zone.day(of: SystemClock().now())) {
            Terminal.out("\(label): \(alarm.words(options.language))")
        }
        for balance in try explained({ try store.balances(of: book.workspace.channels) }) {
            Terminal.out(BillText.line(balance, options.language))
        }
        Terminal.out(zh ? "消息：" : "messages:")
        for count in status.messages { Terminal.out("  \(count.state.rawValue): \(count.count)") }
        Terminal.out(zh ? "词库：" : "lexicons:")
        let day = try lexiconDay(date, zone: book.workspace.zone)
        for lexicon in book.policy.content.auditor.lexicons {
            let line = LexiconPage.summary(lexicon, on: day, language: options.language)
            Terminal.out("  \(line)")
        }
    }

    private func suspended(_ store: SQLiteStore, _ book: RuleBook) throws -> [String] {
        try explained { try store.templateStandings(of: book) }
            .filter { !$0.suspensions.isEmpty }.map(\.template.rawValue)
    }

    private func names(_ list: [String]) -> String {
        list.isEmpty ? "—" : list.joined(separator: ", ")
    }
}
