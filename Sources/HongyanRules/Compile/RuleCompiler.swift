public import HongyanCore

/// What came of compiling a workspace.
public struct Compilation: Sendable {
    /// nil when there is any error.
    public let book: RuleBook?
    /// By file, line and column.
    public let diagnostics: [Diagnostic]
    /// Warnings that comments silence, in the same order; not among `diagnostics`.
    public let silenced: [SilencedDiagnostic]
    public init(
        book: RuleBook?, diagnostics: [Diagnostic], silenced: [SilencedDiagnostic] = []
    ) {
        self.book = book
        self.diagnostics = diagnostics
        self.silenced = silenced
    }
    public var hasErrors: Bool { diagnostics.contains { $0.severity == .error } }

    /// The same with findings made elsewhere, all in their order.
    public func adding(_ more: [Diagnostic]) -> Compilation {
        Compilation(
            book: book, diagnostics: (diagnostics + more).sorted(by: Diagnostic.comesBefore),
            silenced: silenced)
    }
}

/// Compiles the files of a workspace into a rule book.
public enum RuleCompiler {
    static let workspacePath = "hongyan.yaml"
    static let tagsPath = "rules/tags.yaml"
    static let policyPath = "rules/policy.yaml"
    /// The one that may be absent.
    static let calendarPath = "rules/calendar.yaml"
    static let templatesPath = "rules/templates.yaml"

    /// Whether a workspace-relative path is read by the compiler: `hongyan.yaml`, the packs in
    /// `packs/` (those that the policy lists belong to the book), every `.yaml` under `rules/` but
    /// `*.test.yaml` (`.yml` is read as well, to be refused with a word of advice), and every
    /// `lexicons/*.csv`.
    public static func isCompiled(_ path: String) -> Bool {
        if path == workspacePath || PackShelf.isPack(path) || LexiconFiles.isLexicon(path) {
            return true
        }
        guard path.hasPrefix("rules/") else { return false }
        if path.hasSuffix(".test.yaml") || path.hasSuffix(".test.yml") { return false }
        return path.hasSuffix(".yaml") || path.hasSuffix(".yml")
    }

    /// Reads and checks everything; tells all faults of all files in one run and never throws on
    /// bad text.
    ///
    /// - Parameters:
    ///   - files: In any order; those that ``isCompiled(_:)`` denies are left aside.
    ///   - history: What was there before, for the checks that compare with it.
    ///   - today: The day by which silencing comments end and notices of working days are due;
    ///     nil: none of them is looked at.
    ///   - zones: Finds a time zone by its IANA name.
    ///   - progress: Told how many of all steps are done: a step a file that is read, a rule, and
    ///     a check.
    /// - Returns: The book when there is no error; diagnostics in order of file, line and column,
    ///   at most 500.
    public static func compile(
        _ files: [SourceFile], history: BookHistory? = nil, today: CivilDay? = nil,
        zones: (String) -> Zone?, progress: (_ done: Int, _ total: Int) -> Void = { _, _ in }
    ) -> Compilation {
        withoutActuallyEscaping(progress) { progress in
            compile(files, history, today, zones, CompilerProgress(progress))
        }
    }

    private static func compile(
        _ files: [SourceFile], _ history: BookHistory?, _ today: CivilDay?,
        _ zones: (String) -> Zone?, _ progress: CompilerProgress
    ) -> Compilation {
        let findings = Findings()
        let sorted = files.filter { isCompiled($0.path) }
            .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        var run = CompilerRun(files: sorted, findings: findings, progress: progress)
        let book = run.book(zones: zones, history: history, today: today)
        let silenced = run.silence(today: today, hasHistory: history != nil)
        let diagnostics = findings.list.sorted(by: Diagnostic.comesBefore)
        return Compilation(
            book: findings.hasErrors ? nil : book, diagnostics: diagnostics, silenced: silenced)
    }

    /// What the checks look at, without their findings; nil when the files have an error.
    static func context(_ files: [SourceFile], zones: (String) -> Zone?) -> CheckContext? {
        let findings = Findings()
        let sorted = files.filter { isCompiled($0.path) }
            .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
        var run = CompilerRun(files: sorted, findings: findings)
        _ = run.book(zones: zones, history: nil, today: nil)
        return findings.hasErrors ? nil : run.context
    }
}

/// Counts the steps of a run over the files: each file is read, each is made a rule, each check is
/// asked.
struct CompilerProgress {
    private let tell: (Int, Int) -> Void

    init(_ tell: @escaping (Int, Int) -> Void) { self.tell = tell }

    static var none: CompilerProgress { CompilerProgress { _, _ in } }

    func read(_ place: Int, of files: Int) { tell(place + 1, total(files)) }
    func compiled(_ place: Int, of files: Int) { tell(files + place + 1, total(files)) }
    func checked(_ place: Int, of files: Int) { tell(2 * files + place + 1, total(files)) }

    private func total(_ files: Int) -> Int { 2 * files + CheckCatalogue.checks.count }
}

/// One run over the files of a workspace.
private struct CompilerRun {
    let findings: Findings
    private let progress: CompilerProgress
    private let files: [SourceFile]
    private var roots: [String: (root: YamlNode, reader: FileReader)] = [:]
    /// What the checks of the catalogue looked at.
    private(set) var context: CheckContext?

    init(files: [SourceFile], findings: Findings, progress: CompilerProgress = .none) {
        self.files = files
        self.findings = findings
        self.progress = progress
        for (place, file) in files.enumerated() where !LexiconFiles.isLexicon(file.path) {
            progress.read(place, of: files.count)
            let source = SourceText(file)
            if file.path.hasSuffix(".yml") {
                findings.report(
                    "file/extension", in: source, at: 0..<0, zh: "请改名为 .yaml",
                    en: "rename the file to .yaml")
            } else if let root = YamlReader.read(source, findings) {
                roots[file.path] = (root, FileReader(source: source, findings: findings))
            }
        }
    }

    mutating func book(
        zones: (String) -> Zone?, history: BookHistory?, today: CivilDay?
    ) -> RuleBook? {
        for path in [
            RuleCompiler.workspacePath, RuleCompiler.tagsPath, RuleCompiler.policyPath,
            RuleCompiler.templatesPath,
        ] where !files.contains(where: { $0.path == path }) {
            findings.report(
                "file/missing", in: SourceText(SourceFile(path: path, bytes: [])), at: 0..<0,
                zh: "缺少此文件", en: "the file is missing")
        }
        let packs = PackShelf(
            policy: roots[RuleCompiler.policyPath],
            files: roots.filter { PackShelf.isPack($0.key) })
        let workspace = roots[RuleCompiler.workspacePath].flatMap {
            WorkspaceFile.read($0.root, $0.reader, packs: packs, zones: zones)
        }
        let zone = workspace?.workspace.zone ?? .china
        let tags = roots[RuleCompiler.tagsPath]
        let names = Names(zone: zone, findings: findings, isWhole: tags != nil)
        let schema = tags.map { TagsFile.read($0.root, $0.reader, names: names) } ?? .empty
        let notices =
            roots[RuleCompiler.calendarPath].map {
                CalendarFile.read($0.root, $0.reader)
            } ?? []
        let policy = roots[RuleCompiler.policyPath].flatMap {
            PolicyFile.read(
                $0.root, $0.reader, names: names, packs: packs, notices: notices,
                lexicons: LexiconFiles(
                    files: files.filter { LexiconFiles.isLexicon($0.path) }, findings: findings))
        }
        let templates = roots[RuleCompiler.templatesPath].map {
            TemplatesFile.read(
                $0.root, $0.reader, names: names, schema: schema, policy: policy?.policy)
        }
        let around = RuleFile.Surroundings(
            names: names, schema: schema, policy: policy, templates: templates)
        let answers = rules(around, workspace?.workspace)
        if let node = workspace?.signal { checkWeather(node, schema, isWhole: tags != nil) }
        guard let workspace, let policy, let templates else { return nil }
        let book = RuleBook(
            hash: hash(workspace.workspace, policy.policy), workspace: workspace.workspace,
            tags: schema, policy: policy.policy,
            templates: templates.templates, rules: answers.compactMap(\.rule))
        context = checked(book, answers, names, history, today)
        if let context {
            CheckCatalogue.run(context) { progress.checked($0, of: files.count) }
        }
        return book
    }

    /// What the checks of the catalogue look at: what could be read.
    private func checked(
        _ book: RuleBook, _ answers: [RuleFile.Answer], _ names: Names, _ history: BookHistory?,
        _ today: CivilDay?
    ) -> CheckContext? {
        func source(_ path: String) -> FileSource? {
            roots[path].map { FileSource(root: $0.root, reader: $0.reader) }
        }
        guard let workspace = source(RuleCompiler.workspacePath),
            let tags = source(RuleCompiler.tagsPath), let policy = source(RuleCompiler.policyPath),
            let templates = source(RuleCompiler.templatesPath)
        else { return nil }
        let faulty = Set(findings.list.filter { $0.severity == .error }.map(\.file))
        let rules = answers.compactMap { answer -> RuleSource? in
            guard !faulty.contains(answer.reader.source.path) else { return nil }
            return answer.rule.map {
                RuleSource(
                    rule: $0, file: FileSource(root: answer.root, reader: answer.reader))
            }
        }
        return CheckContext(
            book: book, rules: rules, workspace: workspace, tags: tags, policy: policy,
            templates: templates, history: history, today: today, names: names, faulty: faulty)
    }

    /// What silencing comments take out of the findings.
    func silence(today: CivilDay?, hasHistory: Bool) -> [SilencedDiagnostic] {
        let isWhole = !findings.hasErrors && findings.list.count < Findings.most
        let silencing = Silencing(
            findings: findings, today: today, isWhole: isWhole, hasHistory: hasHistory)
        return silencing.run(files.compactMap { roots[$0.path] })
    }

    // MARK: Rules

    private func rules(
        _ around: RuleFile.Surroundings, _ workspace: Workspace?
    ) -> [RuleFile.Answer] {
        let special: Set<String> = [
            RuleCompiler.workspacePath, RuleCompiler.tagsPath, RuleCompiler.policyPath,
            RuleCompiler.calendarPath, RuleCompiler.templatesPath,
        ]
        var answers: [RuleFile.Answer] = []
        for (place, file) in files.enumerated()
        where !special.contains(file.path) && !PackShelf.isPack(file.path) {
            progress.compiled(place, of: files.count)
            guard let (root, reader) = roots[file.path] else { continue }
            let name = file.path.split(separator: "/").last.map(String.init) ?? file.path
            let stem = String(name.dropLast(".yaml".count))
            if let answer = RuleFile.read(root, reader, stem: stem, around) {
                answers.append(answer)
            }
        }
        checkIDs(answers)
        let isWorkspaceFaulty = findings.list.contains {
            $0.file == RuleCompiler.workspacePath && $0.severity == .error
        }
        for answer in answers where !isWorkspaceFaulty {
            guard let workspace, let (purpose, range) = answer.purpose,
                !workspace.channels.isEmpty,
                !workspace.channels.contains(where: { $0.purposes.contains(purpose) })
            else { continue }
            answer.reader.warning(
                "channel/purpose", at: range,
                zh: "hongyan.yaml 里没有通道发送 \(purpose.rawValue) 短信",
                en: "no channel of hongyan.yaml sends \(purpose.rawValue) messages")
        }
        return answers
    }

    /// An id belongs to one rule, be it its own or an earlier one.
    private func checkIDs(_ answers: [RuleFile.Answer]) {
        var owners: [RuleID: String] = [:]
        for answer in answers {
            guard let (id, range) = answer.id else { continue }
            claim(id, range, answer, &owners)
        }
        for answer in answers {
            for (id, range) in answer.was { claim(id, range, answer, &owners) }
        }
    }

    private func claim(
        _ id: RuleID, _ range: Range<Int>, _ answer: RuleFile.Answer,
        _ owners: inout [RuleID: String]
    ) {
        if let owner = owners[id] {
            answer.reader.error(
                "rule/duplicate", at: range, zh: "规则名“\(id)”已被 \(owner) 使用",
                en: "the rule id '\(id)' is taken by \(owner)")
        } else {
            owners[id] = answer.reader.source.path
        }
    }

    private func checkWeather(_ node: YamlNode, _ schema: TagSchema, isWhole: Bool) {
        guard isWhole, let reader = roots[RuleCompiler.workspacePath]?.reader,
            let name = reader.text(node), schema.signal(SignalKind(name)) == nil
        else { return }
        reader.unknown(
            "signal/unknown", name, at: node.range, among: schema.signals.map(\.kind.rawValue),
            zh: "信号", en: "signal")
    }

    /// Over paths and contents in order of path, without byte order marks and carriage returns,
    /// and over the names and versions of the program's packs that the files name.
    private func hash(_ workspace: Workspace, _ policy: Policy) -> Digest {
        var parts = ["book"]
        for pack in [policy.law] + workspace.channels.map(\.pack) {
            if let pack { parts.append("pack \(pack.name)") }
        }
        let listed = roots[RuleCompiler.policyPath].map { PackShelf.listed(in: $0.root) } ?? []
        let packs = Set(
            listed.compactMap { node -> String? in
                if case .scalar(let scalar) = node.content { scalar.text } else { nil }
            })
        for file in files where !PackShelf.isPack(file.path) || packs.contains(file.path) {
            let start = file.bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
            parts.append(file.path)
            let bytes = file.bytes[start...].filter { $0 != 0x0D }
            parts.append(String(decoding: bytes, as: UTF8.self))
        }
        return Digest(hashing: parts)
    }
}
