import ArgumentParser
import HongyanCore
import HongyanStore

/// What a stop or resume is about; exactly one.
struct StopScope: ParsableArguments {
    @Flag(help: "Everything.") var all = false
    @Option(help: "One rule.") var rule: String?
    @Option(help: "One channel.") var channel: String?
    @Option(help: "One purpose: marketing, service, verification or emergency.") var purpose:
        String?

    @Option(help: "One template.") var template: String?
    @Option(help: "Marketing under one signature, without brackets.") var signature: String?

    func scope(in book: RuleBook) throws -> Stop.Scope {
        let given = [
            all, rule != nil, channel != nil, purpose != nil, template != nil, signature != nil,
        ].filter { $0 }.count
        guard given == 1 else {
            throw CommandFailure(
                "name exactly one of --all, --rule, --channel, --purpose, --template, --signature",
                code: 64)
        }
        // Both may be stopped still when the book no longer has them.
        if let template { return .template(TemplateID(template)) }
        if let signature { return .signature(signature) }
        if let rule {
            guard book.rule(RuleID(rule)) != nil else {
                throw CommandFailure("there is no rule '\(rule)'")
            }
            return .rule(RuleID(rule))
        }
        if let channel {
            guard book.workspace.channel(ChannelID(channel)) != nil else {
                throw CommandFailure("there is no channel '\(channel)'")
            }
            return .channel(ChannelID(channel))
        }
        if let purpose {
            guard let purpose = Purpose(rawValue: purpose) else {
                throw CommandFailure("there is no purpose '\(purpose)'")
            }
            return .purpose(purpose)
        }
        return .all
    }
}

/// `hongyan stop`: effective before the next batch reaches a socket.
struct StopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stop",
        abstract: "Stop everything, a rule, a channel or a purpose; effective within a second.",
        discussion: "Example:  hongyan stop --rule birthday --reason '券码写错了'")

    @OptionGroup var scope: StopScope
    @Option(help: "Why, for the ledger.") var reason: String = ""
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let target = try scope.scope(in: book)
        let store = try loader.openStore(of: book, mode: .readWrite)
        try explained {
            try store.addStop(
                target, reason: reason, who: OperatingUser.name, at: SystemClock().now())
        }
        Terminal.out(options.language == .zh ? "已停止：\(target.words)" : "stopped: \(target.words)")
    }
}

/// `hongyan resume`: takes a stop back, and lets a tripped rule go on.
struct ResumeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resume",
        abstract: "Take a stop back; for a rule, also reset its fuse.",
        discussion: """
            A signature that complaints have stopped is resumed with --reason only; a template \
            that they have suspended by 'hongyan template resume'.

            Example:  hongyan resume --rule birthday
            """)

    @OptionGroup var scope: StopScope
    @Option(help: "Why, for the ledger.") var reason: String = ""
    @OptionGroup var options: WorkspaceOptions

    func run() throws {
        let loader = WorkspaceLoader(path: options.workspace)
        let book = try loader.book(language: options.language)
        let target = try scope.scope(in: book)
        let store = try loader.openStore(of: book, mode: .readWrite)
        try hint(target, store, book)
        let was = try explained {
            try store.removeStop(
                target, reason: reason, who: OperatingUser.name, at: SystemClock().now())
        }
        let zh = was ? "已恢复：\(target.words)" : "本来就没有停止：\(target.words)"
        let en = was ? "resumed: \(target.words)" : "was not stopped: \(target.words)"
        Terminal.out(options.language == .zh ? zh : en)
    }

    /// Whoever looks for a template's suspension here is told where it is lifted.
    private func hint(_ target: Stop.Scope, _ store: SQLiteStore, _ book: RuleBook) throws {
        guard case .template(let id) = target,
            try explained({ try store.stops() }).allSatisfy({ $0.scope != target }),
            let standing = try explained({ try store.templateStandings(of: book) })
                .first(where: { $0.template == id }), !standing.suspensions.isEmpty
        else { return }
        throw CommandFailure(
            options.language == .zh
                ? "模板 \(id) 不是被停止，而是被暂停：用 hongyan template resume \(id) --reason … 恢复"
                : "template \(id) was not stopped but suspended: lift it with "
                    + "'hongyan template resume \(id) --reason …'")
    }
}

extension Stop.Scope {
    var words: String {
        switch self {
        case .all: "all"
        case .rule(let rule): "rule \(rule)"
        case .channel(let channel): "channel \(channel)"
        case .purpose(let purpose): "purpose \(purpose.rawValue)"
        case .template(let template): "template \(template)"
        case .signature(let signature): "signature \(signature)"
        }
    }
}
