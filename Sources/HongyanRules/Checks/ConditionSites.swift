import HongyanCore

/// A condition of the workspace: where it stands, and what for.
struct ConditionSite {
    enum Role {
        case audience, `where`, when, enters
        /// A named audience.
        case named(String)
        /// Whom a cap binds.
        case cap(String)
    }
    let role: Role
    let placed: PlacedCondition
    let reader: FileReader
    let truth: Truth
    /// What more is asked about it.
    let proofs: ConditionProofs

    var condition: Condition { placed.condition }

    /// Nothing but a named audience: what is wrong with it is said where it is defined.
    var isName: Bool {
        if case .name = placed.expression?.kind, placed.parts.isEmpty {
            if case .isTrue = condition { false } else { true }
        } else {
            false
        }
    }

    /// Written as `true`: somebody wanted it so.
    var isPlainTrue: Bool {
        if case .boolean(true) = placed.expression?.kind { true } else { false }
    }

    /// For a sentence: "the audience", "the trigger's 'where'".
    var words: Diagnostic.Message {
        switch role {
        case .audience: .init(zh: "人群条件", en: "the audience")
        case .where: .init(zh: "触发的 where 条件", en: "the trigger's 'where'")
        case .when: .init(zh: "触发的 when 条件", en: "the trigger's 'when'")
        case .enters: .init(zh: "触发的 enters 条件", en: "the trigger's 'enters'")
        case .named(let name): .init(zh: "命名人群“\(name)”", en: "the audience '\(name)'")
        case .cap(let name): .init(zh: "频控“\(name)”的人群", en: "the audience of the cap '\(name)'")
        }
    }
}

/// Steps of proof for all conditions of a workspace. A class, because it is spent.
final class ProofPurse {
    /// About ten seconds.
    var stepsLeft = 20_000_000
}

/// Proofs about one condition and its parts, out of one purse, so that no file takes long. A class,
/// because it is spent.
final class ConditionProofs {
    /// About a fifth of a second.
    private var stepsLeft = 400_000
    private let truth: ConditionTruth
    private let purse: ProofPurse

    init(_ truth: ConditionTruth, purse: ProofPurse) {
        self.truth = truth
        self.purse = purse
    }

    func truth(of condition: Condition) -> Truth {
        if excludes([condition]) { return .never }
        return excludes([.not(condition)]) ? .always : .maybe
    }

    func excludes(_ conditions: [Condition]) -> Bool {
        let most = min(stepsLeft, purse.stepsLeft)
        var left = most
        defer {
            stepsLeft -= most - left
            purse.stepsLeft -= most - left
        }
        return truth.excludes(conditions, stepsLeft: &left)
    }

    func implies(_ conditions: [Condition], _ other: Condition) -> Bool {
        excludes(conditions + [.not(other)])
    }
}

/// A rule with its conditions; nil where nothing is written.
struct RuleConditions {
    let source: RuleSource
    let trigger: ConditionSite?
    let audience: ConditionSite?
}

/// The conditions of a workspace, each found and judged once. A class, because its answers are
/// kept.
final class ConditionSurvey {
    let truth: ConditionTruth
    private let purse = ProofPurse()
    private let book: RuleBook
    private let sources: [RuleSource]
    private let tags: FileSource
    private let policy: FileSource

    init(book: RuleBook, rules: [RuleSource], tags: FileSource, policy: FileSource) {
        self.book = book
        sources = rules
        self.tags = tags
        self.policy = policy
        truth = ConditionTruth(schema: book.tags)
    }

    /// Every condition that is written out: rules by path, then named audiences, then caps.
    private(set) lazy var all = ofRules + audiences + caps

    /// Those of rules: the trigger's, then the audience.
    private(set) lazy var ofRules =
        rules.flatMap { [$0.trigger, $0.audience].compactMap { $0 } }

    /// By path.
    private(set) lazy var rules = sources.map { source in
        RuleConditions(
            source: source, trigger: trigger(of: source), audience: audience(of: source))
    }

    /// Named audiences in file order.
    private(set) lazy var audiences = book.tags.audiences.compactMap { audience in
        site(.named(audience.name), audience.condition, tags, "audiences", audience.name)
            ?? site(
                .named(audience.name), audience.condition, tags, "audiences",
                audience.name, "where")
    }

    /// Audiences of caps in file order.
    private(set) lazy var caps = book.policy.caps.compactMap { cap in
        site(.cap(cap.name), cap.audience, policy, "caps", cap.name, "audience")
    }

    private func audience(of source: RuleSource) -> ConditionSite? {
        site(.audience, source.rule.audience, source.file, "audience")
    }

    private func trigger(of source: RuleSource) -> ConditionSite? {
        switch source.rule.trigger {
        case .event(let trigger): site(.where, trigger.where, source.file, "trigger", "where")
        case .absence(let trigger): site(.where, trigger.where, source.file, "trigger", "where")
        case .signal(let trigger): site(.when, trigger.when, source.file, "trigger", "when")
        case .enters(let trigger):
            site(.enters, trigger.condition, source.file, "trigger", "enters")
        case .dormant, .date, .schedule, .reply: nil
        }
    }

    private func site(
        _ role: ConditionSite.Role, _ condition: Condition, _ file: FileSource, _ path: String...
    ) -> ConditionSite? {
        file.placed(condition, at: path).map {
            let proofs = ConditionProofs(truth, purse: purse)
            return ConditionSite(
                role: role, placed: $0, reader: file.reader, truth: proofs.truth(of: condition),
                proofs: proofs)
        }
    }
}

extension Condition {
    /// `is missing` or its opposite: people write it to be plain, needed or not.
    var asksWhetherMissing: Bool {
        switch self {
        case .isMissing: true
        case .not(let inner): inner.asksWhetherMissing
        default: false
        }
    }
}

extension PlacedCondition {
    /// The sides of an `and`, those of inner ones in its place; itself where there is none.
    var conjuncts: [PlacedCondition] {
        if case .all = condition, !parts.isEmpty { parts.flatMap(\.conjuncts) } else { [self] }
    }

    /// Visits it and its parts, outer before inner, each with what else holds where it matters:
    /// the other sides of every `and` around it.
    func forEachPart(
        beside others: [Condition] = [], _ body: (PlacedCondition, [Condition]) -> Void
    ) {
        body(self, others)
        for (index, part) in parts.enumerated() {
            var around = others
            if case .all = condition {
                around += parts.indices.filter { $0 != index }.map { parts[$0].condition }
            }
            part.forEachPart(beside: around, body)
        }
    }
}
