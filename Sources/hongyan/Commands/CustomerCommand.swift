import ArgumentParser
import Foundation
import HongyanCore
import HongyanReports
import HongyanStore

/// `hongyan customer`: a person's rights under the PIPL.
struct CustomerCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "customer",
        abstract: "What a person may ask for: everything held about them, and its erasure.",
        discussion: """
            Example:  hongyan customer export c000042 --output c000042.json
                      hongyan customer erase c000042 --reason "asked by phone, 2026-11-21"
            """,
        subcommands: [CustomerExportCommand.self, CustomerEraseCommand.self])
}

/// `hongyan customer export ID --output F.json`.
struct CustomerExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write everything held about a customer as JSON (PIPL, art. 45).",
        discussion: """
            The file holds the number with all digits and is readable for its owner only (0600).

            Example:  hongyan customer export c000042 --output c000042.json
            """)

    @Argument(help: "The customer's id.") var id: String
    @Option(help: "The file to write.") var output: String
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readOnly)
        guard let record = try explained({ try store.personRecord(CustomerID(id)) }) else {
            throw CommandFailure("there is no customer '\(id)'")
        }
        try OutputFile.write(
            PersonJSON.render(record, zone: book.workspace.zone), to: output, isPrivate: true)
        let rows = record.tables.reduce(0) { $0 + $1.rows.count }
        Terminal.out(
            options.language == .zh
                ? "已写出 \(id) 的 \(rows) 条记录：\(output)" : "\(rows) rows about \(id): \(output)")
    }
}

/// `hongyan customer erase ID --reason …`.
struct CustomerEraseCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "erase",
        abstract: "Erase a customer, keeping what the law demands and nothing else (PIPL 47).",
        discussion: """
            Number, tags, events and all texts go; queued messages are withdrawn. What stays is \
            told, with its ground. Works beside a running daemon; a second call changes nothing. \
            Backups and exports that were made before are yours to erase.

            Example:  hongyan customer erase c000042 --reason "asked by phone, 2026-11-21"
            """)

    @Argument(help: "The customer's id.") var id: String
    @Option(help: "Why; kept in the store, so name nobody.") var reason: String
    @Option(help: "text or json.") var format: Format = .text
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let store = try loader.openStore(of: book, mode: .readWrite)
        let report = try explained {
            try store.erase(CustomerID(id), reason: reason, at: SystemClock().now())
        }
        let isLogEmpty = try explained { try store.emptyLog() }
        if format == .json { return Terminal.out(json(report)) }
        let zh = options.language == .zh
        guard !report.wasErased else {
            return Terminal.out(zh ? "此前已删除，没有改动" : "erased before; nothing changed")
        }
        for line in words(report, zh) { Terminal.out(line) }
        if !isLogEmpty {
            Terminal.out(
                zh
                    ? "守护进程正在使用日志文件；它下一次归并后，旧字节才从日志里消失"
                    : "the daemon is using the write-ahead log; the old bytes leave it with the "
                        + "daemon's next checkpoint")
        }
    }

    private func words(_ report: ErasureReport, _ zh: Bool) -> [String] {
        zh
            ? [
                "已删除：号码、标签、\(report.deletedEvents) 个事件、\(report.blankedMessages) 条短信和"
                    + " \(report.blankedReplies) 条回复的内容；撤回待发 \(report.withdrawn) 条",
                "保留 退订 \(report.keptOptOuts) 条（仅号码的带密钥哈希）：今后仍须遵守拒收，"
                    + "消费者权益保护法第29条",
                "保留 同意证明 \(report.keptConsents) 条（已撤回）：工信部令第74号第21条，到期由 retention 删除",
                "保留 发送记录（时间、通道、状态、号码哈希；无号码、无正文）：工信部令第74号，不少于 6 个月",
            ]
            : [
                "erased: number, tags, \(report.deletedEvents) events, the content of "
                    + "\(report.blankedMessages) messages and \(report.blankedReplies) replies; "
                    + "\(report.withdrawn) queued messages withdrawn",
                "kept: \(report.keptOptOuts) refusals, as the number's keyed hash alone: they bind "
                    + "for good (Consumer Protection Law, art. 29)",
                "kept: \(report.keptConsents) consent proofs, withdrawn: MIIT order 74, art. 21; "
                    + "'retention' deletes them in time",
                "kept: that messages were sent (time, channel, state, hash; neither number nor "
                    + "text): MIIT order 74, at least 6 months",
            ]
    }

    private func json(_ report: ErasureReport) -> String {
        "{\"erased_before\":\(report.wasErased),\"withdrawn\":\(report.withdrawn),"
            + "\"blanked\":{\"messages\":\(report.blankedMessages),"
            + "\"replies\":\(report.blankedReplies)},\"deleted\":{\"events\":"
            + "\(report.deletedEvents)},\"kept\":{\"optouts\":\(report.keptOptOuts),"
            + "\"consents\":\(report.keptConsents)}}"
    }
}
