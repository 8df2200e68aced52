extension TemplateEntry {
    /// The lines that bring a template as far as a rule test wants it, each step by a person of its
    /// own who is nobody in the workspace.
    public static func path(
        of template: Template, to state: RuleTestCase.TemplateState, in book: RuleBook,
        at moment: Timestamp
    ) -> [TemplateEntry] {
        var acts: [Act] = []
        let steps = book.policy.approval
        if state != .draft, !steps.isEmpty { acts.append(.submitted) }
        if state == .rejected { acts.append(.rejected) }
        if state == .filing || state == .suspended || state == .approved {
            acts += steps.map { .approved(step: $0) }
            acts += filings(state, in: book, at: moment)
        }
        if state == .suspended { acts.append(.suspended(nil)) }
        return acts.enumerated().map { index, act in
            TemplateEntry(
                template: template.id, version: template.version, act: act,
                person: "assumed-\(index)", at: moment)
        }
    }

    /// The lines that bring all templates of a book to approved and filed: what those assume who
    /// compare rules and not approvals.
    public static func clearing(_ book: RuleBook, at moment: Timestamp) -> [TemplateEntry] {
        book.templates.flatMap { path(of: $0, to: .approved, in: book, at: moment) }
    }

    private static func filings(
        _ state: RuleTestCase.TemplateState, in book: RuleBook, at moment: Timestamp
    ) -> [Act] {
        let day = book.workspace.zone.day(of: moment)
        return book.workspace.channels.filter { $0.filing == .required }.flatMap { channel in
            channel.filedCarriers.map { carrier in
                .filed(
                    TemplateFiling(
                        channel: channel.id, carrier: carrier,
                        state: state == .filing
                            ? .submitted(on: day, expected: nil)
                            : .effective(from: CivilDay(number: 0), through: nil)))
            }
        }
    }
}

extension RuleBook {
    /// Whether some template has to be approved or filed before it may be sent.
    public var asksOfTemplates: Bool {
        !policy.approval.isEmpty || workspace.channels.contains { $0.filing == .required }
    }
}
