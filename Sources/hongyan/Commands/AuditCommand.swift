import ArgumentParser
import Foundation
import HongyanCore
import HongyanReports

/// `hongyan audit`: what the content audit says of a text, or of a file of texts.
struct AuditCommand: ParsableCommand {
    enum Format: String, ExpressibleByArgument { case text, json }

    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Audit a text: signature, opt-out words, claims, guarantees, diversion, form.",
        discussion: """
            The text is a whole message: 【signature】, body, opt-out words. ${name} and {1} are \
            variables. A file has one JSON object a line: \
            {"id","purpose","profile","text","vars"}; \
            "vars" gives values by name, or {"value","max"}, or the declared maximum as a number. \
            With --workspace the lexicons and terms of its policy.yaml count as well, and \
            --profile takes its channels.

            Exit code 0 when everything passes, 2 when something is for review or blocked, 1 when \
            the input cannot be read.

            Example:  hongyan audit --profile aliyun "【云杉商城】会员日全场八折。拒收请回复R"
                      hongyan audit --file texts.jsonl --format json
            """)

    @Argument(help: "The text.") var text: String?
    @Option(help: "A file of texts, one JSON object a line.") var file: String?
    @Option(help: "marketing, service, verification or emergency.")
    var purpose = Purpose.marketing.rawValue
    @Option(
        help: "default, aliyun, baidu, huawei, qiniu, tencent, volcengine, or a channel's name.")
    var profile = "default"
    @Option(help: "text or json.") var format: Format = .text
    @Option(
        name: [.customShort("w"), .long],
        help: "A workspace whose lexicons and terms count as well.")
    var workspace: String?
    @Option(help: "The day by which rows of lexicons have expired (default: today).")
    var date: String?
    @Flag(help: "The text asks for consent: it may name what the consent is for.")
    var asksConsent = false
    @Option(help: "zh or en (default: the locale's).") var lang: Language?

    func validate() throws {
        guard (text == nil) != (file == nil) else {
            throw ValidationError("give a text, or --file; not both")
        }
    }

    func run() throws {
        let language = lang ?? .ofLocale
        let book = try workspace.map { try WorkspaceLoader(path: $0).book(language: language) }
        let day = try lexiconDay(date, zone: book?.workspace.zone)
        let profile = try AuditInput.profile(profile, book)
        let purpose = try AuditInput.purpose(purpose)
        let auditor = book?.policy.content.auditor ?? .standard
        var worst = AuditVerdict.pass
        for input in try inputs(purpose, profile, book) {
            let report = auditor.audit(
                input.text, purpose: input.purpose, profile: input.profile, on: day,
                asksConsent: asksConsent)
            worst = max(worst, report.verdict)
            switch format {
            case .json:
                Terminal.raw(AuditJSON.line(report, id: input.id, language: language))
            case .text:
                if let id = input.id { Terminal.out("\(id):") }
                for line in AuditPage.lines(input.text.text, report, language: language) {
                    Terminal.out(line)
                }
            }
        }
        if worst > .pass { throw ExitCode(2) }
    }

    private func inputs(
        _ purpose: Purpose, _ profile: AuditProfile, _ book: RuleBook?
    ) throws -> [AuditInput] {
        if let text {
            return [
                AuditInput(
                    id: nil, text: AuditText(template: text), purpose: purpose, profile: profile)
            ]
        }
        let path = file ?? ""
        guard let data = FileManager.default.contents(atPath: path) else {
            throw CommandFailure("cannot read \(path)")
        }
        return try AuditInput.read(data, path: path, purpose: purpose, profile: profile, book: book)
    }
}

/// A day given on the command line, else today's in the workspace's zone, or China's without one.
func lexiconDay(_ text: String?, zone: Zone?) throws -> CivilDay {
    guard let text else { return (zone ?? .china).day(of: SystemClock().now()) }
    guard let day = CivilDay(text: text) else {
        throw CommandFailure("--date must be a day such as 2026-11-21, not '\(text)'", code: 64)
    }
    return day
}
