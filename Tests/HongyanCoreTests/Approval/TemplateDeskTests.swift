import HongyanCore
import Testing

/// Who may do what with a template, and when.
struct TemplateDeskTests {
    static let people = [
        Person(id: "han", name: "韩梅梅", number: nil),
        Person(id: "li", name: "李雷", number: nil, roles: ["editor"]),
        Person(id: "wang", name: "王芳", number: nil, roles: ["supervisor", "legal"]),
        Person(id: "zhao", name: "赵青", number: nil, roles: ["legal"]),
        Person(id: "all", name: "全能", number: nil, roles: ["editor", "supervisor", "legal"]),
    ]
    static let steps = ["editor", "supervisor", "legal"]

    static func book(
        _ approval: [String] = steps, text: String = "您好", filing: FilingDemand = .none
    ) -> RuleBook {
        RuleBook(
            hash: Digest(high: 0, low: 9),
            workspace: Workspace(
                storePath: "x", zone: .china,
                channels: [
                    Channel(
                        id: "sim", provider: .simulated(SimulatedProfile()),
                        purposes: [.marketing], carriers: [.mobile, .unicom],
                        pricePerPart: Money(units: 450), partsPerSecond: 100, filing: filing),
                    Channel(
                        id: "free", provider: .simulated(SimulatedProfile()),
                        purposes: [.marketing], pricePerPart: Money(units: 450),
                        partsPerSecond: 100),
                ], people: people),
            tags: .empty,
            policy: Policy(
                windows: [], blackouts: [], caps: [], signature: "云杉", optOutWords: "拒收请回复R",
                globalHoldoutBuckets: 0, maxParts: 3, approval: approval),
            templates: [template(text)], rules: [])
    }

    static func template(_ text: String = "您好") -> Template {
        Template(
            id: "welcome", purpose: .marketing, runs: [.fixed(text)],
            version: Digest(hashing: ["template", text]))
    }

    /// A log to which people add, each act by one of them on the template as it reads then.
    struct Story {
        var book = TemplateDeskTests.book()
        var log: [TemplateEntry] = []

        mutating func run(
            _ person: String, _ move: TemplateDesk.Move, comment: String = ""
        ) throws(TemplateRefusal) {
            guard let who = book.workspace.person(person) else {
                Issue.record("nobody is called \(person)")
                return
            }
            let desk = TemplateDesk(
                book: book, person: who, account: "root",
                now: Given.now + .minutes(Int64(log.count)))
            log += try desk.entries(move, on: book.templates[0], log: log, comment: comment)
        }

        /// Why it may not be done; nil when it was.
        mutating func refusal(_ person: String, _ move: TemplateDesk.Move) -> TemplateRefusal? {
            do throws(TemplateRefusal) {
                try run(person, move)
                return nil
            } catch {
                return error
            }
        }

        var standing: TemplateStanding {
            TemplateStanding(
                template: "welcome", version: book.templates[0].version,
                steps: book.policy.approval, entries: log)
        }
    }

    /// What was done so far, who does what next, and what comes of it.
    static let table:
        [(
            before: [(String, TemplateDesk.Move)], who: String, move: TemplateDesk.Move,
            refusal: TemplateRefusal?, after: TemplateStanding.Approval
        )] = [
            ([], "han", .submit, nil, .review(step: "editor")),
            ([], "li", .approve(step: nil), .notSubmitted, .draft),
            ([], "li", .reject, .notSubmitted, .draft),
            (
                [("han", .submit)], "han", .submit, .alreadyIn(step: "editor"),
                .review(step: "editor")
            ),
            (
                [("han", .submit)], "li", .approve(step: nil), nil,
                .review(step: "supervisor")
            ),
            (
                [("han", .submit)], "wang", .approve(step: nil),
                .role(step: "editor", held: ["supervisor", "legal"]), .review(step: "editor")
            ),
            (
                [("han", .submit)], "wang", .approve(step: "legal"),
                .wrongStep(wanted: "legal", next: "editor"), .review(step: "editor")
            ),
            (
                [("han", .submit)], "li", .approve(step: "edit"),
                .unknownStep("edit", known: TemplateDeskTests.steps), .review(step: "editor")
            ),
            (
                [("han", .submit)], "han", .approve(step: nil), .author,
                .review(step: "editor")
            ),
            ([("li", .submit)], "li", .approve(step: nil), .author, .review(step: "editor")),
            ([("all", .submit)], "all", .approve(step: nil), .author, .review(step: "editor")),
            (
                [("han", .submit), ("all", .approve(step: nil))], "all", .approve(step: nil),
                .samePerson(step: "editor"), .review(step: "supervisor")
            ),
            (
                [
                    ("han", .submit), ("li", .approve(step: nil)), ("wang", .approve(step: nil)),
                ],
                "wang", .approve(step: nil), .samePerson(step: "supervisor"),
                .review(step: "legal")
            ),
            (
                [
                    ("han", .submit), ("li", .approve(step: nil)), ("wang", .approve(step: nil)),
                ],
                "zhao", .approve(step: "legal"), nil, .approved
            ),
            (
                [
                    ("han", .submit), ("li", .approve(step: nil)), ("wang", .approve(step: nil)),
                    ("zhao", .approve(step: nil)),
                ],
                "all", .approve(step: nil), .alreadyApproved, .approved
            ),
            (
                [
                    ("han", .submit), ("li", .approve(step: nil)), ("wang", .approve(step: nil)),
                    ("zhao", .approve(step: nil)),
                ],
                "han", .submit, .alreadyApproved, .approved
            ),
            ([("han", .submit)], "zhao", .reject, nil, .rejected),
            ([("han", .submit)], "han", .reject, nil, .rejected),
            (
                [
                    ("han", .submit), ("li", .approve(step: nil)), ("wang", .approve(step: nil)),
                    ("zhao", .approve(step: nil)),
                ],
                "li", .reject, nil, .rejected
            ),
            ([("han", .submit), ("li", .reject)], "li", .approve(step: nil), .rejected, .rejected),
            ([("han", .submit), ("li", .reject)], "li", .reject, .rejected, .rejected),
            (
                [("han", .submit), ("li", .reject)], "li", .submit, nil,
                .review(step: "editor")
            ),
            // Both who handed it in are its authors, and the steps begin anew.
            (
                [("li", .submit), ("wang", .reject), ("han", .submit)], "li",
                .approve(step: nil), .author, .review(step: "editor")
            ),
            (
                [
                    ("han", .submit), ("li", .approve(step: nil)), ("wang", .reject),
                    ("han", .submit),
                ],
                "wang", .approve(step: nil),
                .role(step: "editor", held: ["supervisor", "legal"]), .review(step: "editor")
            ),
            ([], "han", .suspend(nil), nil, .draft),
            ([("han", .suspend(nil))], "li", .suspend(nil), .alreadySuspended, .draft),
            (
                [("han", .suspend(nil))], "han", .resume(nil), .noRole(TemplateDeskTests.steps),
                .draft
            ),
            ([("han", .suspend(nil))], "li", .resume(nil), nil, .draft),
            ([("han", .suspend("sim"))], "li", .resume(nil), .notSuspended, .draft),
            (
                [], "han", .suspend("sms"), .unknownChannel("sms", known: ["sim", "free"]),
                .draft
            ),
        ]

    @Test("each act is done or refused by the table", arguments: table.indices)
    func acts(_ index: Int) throws {
        let row = Self.table[index]
        var story = Story()
        for (who, move) in row.before { try story.run(who, move) }
        let count = story.log.count
        #expect(story.refusal(row.who, row.move) == row.refusal)
        #expect(story.log.count == count + (row.refusal == nil ? 1 : 0))
        #expect(story.standing.approval == row.after)
    }

    @Test("an edit starts as a draft, says so, and the old version keeps its approvals")
    func edit() throws {
        var story = Story(book: Self.book(["owner"]))
        story.book = Self.book(["editor"])
        try story.run("han", .submit)
        try story.run("li", .approve(step: nil))
        #expect(story.standing.approval == .approved)
        story.book = Self.book(["editor"], text: "您好！")
        #expect(story.standing.approval == .draft && story.standing.isEdit)
        #expect(story.refusal("li", .approve(step: nil)) == TemplateRefusal.edited)
        #expect(story.standing.approvalObstacle?.seen == "draft:edited")
        story.book = Self.book(["editor"])
        #expect(story.standing.approval == .approved)
    }

    @Test("a step that the policy adds later is still to be taken, and nobody gets it for free")
    func stricterPolicy() throws {
        var story = Story(book: Self.book(["legal"]))
        try story.run("han", .submit)
        try story.run("wang", .approve(step: nil))
        #expect(story.standing.approval == .approved)
        story.book = Self.book(["supervisor", "legal"])
        #expect(story.standing.approval == .review(step: "supervisor"))
        #expect(
            story.refusal("wang", .approve(step: nil)) == TemplateRefusal.samePerson(step: "legal"))
        try story.run("all", .approve(step: nil))
        #expect(story.standing.approval == .approved)
    }

    @Test("two steps of one role want two people")
    func fourEyes() throws {
        var story = Story(book: Self.book(["legal", "legal"]))
        try story.run("han", .submit)
        try story.run("wang", .approve(step: nil))
        #expect(story.standing.approval == .review(step: "legal"))
        try story.run("zhao", .approve(step: nil))
        #expect(story.standing.approval == .approved)
    }

    @Test("where no approval is asked, none can be given")
    func notAsked() throws {
        var story = Story(book: Self.book([]))
        #expect(story.standing.approval == .notAsked)
        for move in [TemplateDesk.Move.submit, .approve(step: nil), .reject] {
            #expect(story.refusal("li", move) == TemplateRefusal.notAsked)
        }
    }

    @Test("is filed after its approval, with the carriers that the channel reaches")
    func filing() throws {
        var story = Story(book: Self.book(["editor"], filing: .required))
        let today = Given.today
        let handedIn = TemplateFiling.State.submitted(on: today, expected: today + 9)
        func refused(_ refusal: TemplateRefusal, _ move: TemplateDesk.Move) {
            var copy = story
            #expect(copy.refusal("han", move) == refusal)
        }
        refused(.notApproved, .file("sim", [], handedIn))
        try story.run("han", .submit)
        try story.run("li", .approve(step: nil))
        refused(.noFiling("free"), .file("free", [], handedIn))
        refused(.unknownChannel("x", known: ["sim", "free"]), .file("x", [], handedIn))
        refused(.carrier(.telecom, "sim"), .file("sim", [.telecom], handedIn))
        refused(
            .filingEndsFirst,
            .file("sim", [], .effective(from: today, through: today - 1)))
        try story.run("han", .file("sim", [], handedIn))
        #expect(story.standing.filings.map(\.carrier) == [.mobile, .unicom])
        try story.run("han", .file("sim", [.unicom], .effective(from: today + 3, through: nil)))
        #expect(story.standing.filing("sim", .mobile) == handedIn)
        #expect(
            story.standing.filing("sim", .unicom) == .effective(from: today + 3, through: nil))
    }

    @Test("working days of a filing leave weekends out and do not count the day itself")
    func expectedDay() {
        // Saturday 2026-11-21: the next seven working days end on Tuesday, 1 December.
        #expect(
            FilingTerms.standard.expected(after: Given.today, by: .mainland).description
                == "2026-12-01")
        let none = FilingTerms(workingDays: 0, source: "test")
        #expect(none.expected(after: Given.today, by: .mainland) == Given.today)
    }

    @Test("what a comparison of rules assumes clears every template, however far it had come")
    func clearing() throws {
        var story = Story(book: Self.book(filing: .required))
        let befores: [[(String, TemplateDesk.Move)]] = [
            [], [("han", .submit)], [("han", .submit), ("li", .approve(step: nil))],
            [("han", .submit), ("li", .reject)],
        ]
        for before in befores {
            story.log = []
            for (who, move) in before { try story.run(who, move) }
            story.log += TemplateEntry.clearing(story.book, at: Given.now)
            let standing = story.standing
            #expect(standing.approval == .approved)
            for channel in story.book.workspace.channels {
                #expect(
                    standing.obstacle(
                        channel: channel, carrier: .unknown, at: Given.now, zone: .china) == nil)
            }
        }
        #expect(TemplateEntry.clearing(Self.book([]), at: Given.now).isEmpty)
        #expect(!Self.book([]).asksOfTemplates && Self.book().asksOfTemplates)
    }
}
