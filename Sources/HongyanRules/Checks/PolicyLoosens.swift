import HongyanCore

/// A value of the workspace that allows what law or provider forbid.
///
/// Layers only tighten: law, provider, workspace, rule. What is looser would have no effect, so
/// whoever wrote it believes something that is not so.
enum PolicyLoosens: Check {
    static let page = CheckPage(
        id: "policy/loosens", severity: .error,
        title: .init(
            zh: "工作区和规则只能比法律和平台更严", en: "workspace and rules only tighten law and provider"),
        why: .init(
            zh: """
                法律包和平台包划定上限，工作区只能收紧：更晚的时段、更短的保存期、更宽的比例都\
                不起作用，写的人却会以为起作用。请改到包所允许的范围内；\
                hongyan policy show 列出每一层的值和出处。
                """,
            en: """
                The packs of law and provider set the bounds and a workspace can only narrow them: \
                later hours, shorter retention or a larger share would have no effect, while who \
                wrote them believes otherwise. Keep within the pack; 'hongyan policy show' lists \
                what each layer says and why.
                """),
        bad: "law: cn-2026\nterms: {complaint_answer: 30 days}",
        good: "law: cn-2026\nterms: {complaint_answer: 10 days}")

    static func run(_ context: CheckContext) {
        guard context.isSound(context.policy), context.isSound(context.workspace) else { return }
        let policy = context.book.policy
        let packs = [policy.law].compactMap { $0 } + channelPacks(context.book)
        var told: Set<PolicyKey> = []
        for found in LayeredPolicy.loosenings(in: packs.flatMap(\.statements) + policy.terms)
        where told.insert(found.statement.key).inserted {
            let key = found.statement.key
            tell(
                context.policy, ["terms", key.rawValue], key.rawValue,
                found.statement.value.written(key.unit), found.above)
        }
        retention(context, packs)
        confirmation(context, packs)
        windows(context)
        filingDays(context)
        optOutWords(context)
    }

    /// Each once, in the order of channels.
    private static func channelPacks(_ book: RuleBook) -> [PolicyPack] {
        var packs: [PolicyPack] = []
        for pack in book.workspace.channels.compactMap(\.pack) where !packs.contains(pack) {
            packs.append(pack)
        }
        return packs
    }

    /// A kind of record that the workspace keeps for a shorter time than a pack asks for.
    private static func retention(_ context: CheckContext, _ packs: [PolicyPack]) {
        let book = context.book
        for record in RetentionPeriods.Record.allCases {
            let own = book.policy.retention.days(of: record)
            guard own < book.retention.days(of: record),
                context.policy.node(["retention", record.rawValue]) != nil,
                let key = RetentionPeriods.Record.keys.first(where: { $0.1.contains(record) })?.0,
                let above = packs.flatMap(\.statements).filter({ $0.key == key })
                    .max(by: { !key.tightness.isAsTight($0.value, as: $1.value) })
            else { continue }
            let path = ["retention", record.rawValue]
            tell(context.policy, path, record.rawValue, "\(own)d", above)
        }
    }

    /// A confirmation of refusals where a pack forbids it.
    private static func confirmation(_ context: CheckContext, _ packs: [PolicyPack]) {
        guard context.book.policy.confirmsOptOut else { return }
        let above = packs.flatMap(\.statements).first {
            $0.key == .optOutConfirmation && $0.value == .permission(false)
        }
        guard let above else { return }
        tell(context.policy, ["confirm_opt_out"], "confirm_opt_out", "yes", above)
    }

    // MARK: Windows

    /// A window that rules use and that is open when the law closes, or when every channel that
    /// its rules may take is closed by its provider.
    private static func windows(_ context: CheckContext) {
        let book = context.book
        for window in book.policy.windows {
            let purposes = Purpose.allCases.filter { purpose in
                book.rules.contains {
                    $0.isEnabled && $0.purpose == purpose && $0.window?.name == window.name
                        && $0.meets(.window)
                }
            }
            for purpose in purposes {
                guard let above = bound(of: window, purpose, book) else { continue }
                tell(
                    context.policy, ["windows", window.name], window.name, window.written, above)
                break
            }
        }
    }

    private static func bound(
        of window: Window, _ purpose: Purpose, _ book: RuleBook
    ) -> PolicyStatement? {
        func broken(_ pack: PolicyPack?) -> PolicyStatement? {
            pack?.statements(of: .hours, for: purpose).first {
                !PolicyKey.hours.tightness.isAsTight(.hours([window]), as: $0.value)
            }
        }
        if let law = broken(book.policy.law) { return law }
        let channels = book.workspace.channels.filter { $0.purposes.contains(purpose) }
        let closed = channels.map { broken($0.pack) }
        guard let first = closed.first, !closed.contains(where: { $0 == nil }) else { return nil }
        return first
    }

    /// A channel's `filing_days` shorter than what its provider or the law asks for.
    private static func filingDays(_ context: CheckContext) {
        for channel in context.book.workspace.channels {
            let path = ["channels", channel.id.rawValue, "filing_days"]
            guard context.workspace.node(path) != nil else { continue }
            let days = PolicyValue.amount(channel.filingTerms.workingDays)
            let above = [context.book.policy.law, channel.pack].compactMap { $0 }
                .flatMap { $0.statements(of: .templateFiling, for: .marketing) }
                .first { !$0.key.tightness.isAsTight(days, as: $0.value) }
            guard let above else { continue }
            tell(context.workspace, path, "filing_days", days.written(.workdays), above)
        }
    }

    // MARK: Opt-out words

    /// A channel's own words that its pack does not take. The policy's are another matter: they
    /// give way to the pack's.
    private static func optOutWords(_ context: CheckContext) {
        for channel in context.book.workspace.channels {
            guard let words = channel.optOutWords else { continue }
            let packs = [channel.pack, context.book.policy.law].compactMap { $0 }
            let above = packs.lazy.compactMap { $0.statements(of: .optOut, for: .marketing).first }
                .first
            guard let above, case .words(let phrases) = above.value, !phrases.contains(words)
            else { continue }
            tell(
                context.workspace, ["channels", channel.id.rawValue, "opt_out"], "opt_out", words,
                above)
        }
    }

    // MARK: Words

    private static func tell(
        _ file: FileSource, _ path: [String], _ name: String, _ value: String,
        _ above: PolicyStatement
    ) {
        let bound = above.value.written(above.key.unit)
        let source = above.source
        let date = source.date.map { ", \($0)" } ?? ""
        let node = file.node(path)
        report(
            file.reader, at: node.map { file.firstLine(of: $0.range) } ?? 0..<0,
            zh: "“\(name)”是 \(value)，比 \(source.name) 的 \(bound) 宽",
            en: "'\(name)' is \(value), looser than \(bound) of \(source.name)",
            notes: [
                .init(
                    zh: "层：\(source.layer.name)；出处：\(source.document)\(date)",
                    en: "layer: \(source.layer.name); source: \(source.document)\(date)")
            ])
    }
}
