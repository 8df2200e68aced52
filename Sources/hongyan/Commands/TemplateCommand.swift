import ArgumentParser
import Foundation
import HongyanCore
import HongyanReports
import HongyanStore

/// `hongyan template …`: approvals, filings and suspensions of templates.
struct TemplateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "template",
        abstract: "Submit, approve, reject, file, suspend, list and show templates.",
        discussion: """
            A version of a template may be sent once every step of 'approval:' in policy.yaml was \
            taken. Whoever submits it is its author and approves no step; one person takes one \
            step at most; any edit makes a new version, which starts as a draft. Who you are is \
            --as NAME or the account you are logged in with, and must be under people: in \
            hongyan.yaml. Everything is kept for good.

            Example:  hongyan template submit welcome --as han
                      hongyan template approve welcome --as li
            """,
        subcommands: [
            Submit.self, Approve.self, Reject.self, File.self, Suspend.self, Resume.self,
            List.self, Show.self,
        ])

    struct Submit: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "submit",
            abstract: "Hand templates in for approval; whoever does it is their author.",
            discussion: "Example:  hongyan template submit welcome birthday --as han")
        @Argument(help: "The templates.") var templates: [String] = []
        @Flag(help: "All that are drafts or were edited.") var all = false
        @Option(help: "What changed and why.") var comment: String = ""
        @OptionGroup var actor: TemplateActor

        func run() throws {
            try actor.act(.submit, on: templates, all: all, comment: comment) {
                $0.approval == .draft
            }
        }
    }

    struct Approve: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "approve",
            abstract: "Take the next step of an approval.",
            discussion: "Example:  hongyan template approve welcome --step legal --as zhao")
        @Argument(help: "The templates.") var templates: [String] = []
        @Flag(help: "All that wait for a step of yours.") var all = false
        @Option(help: "The step to take; refused when another one is next.") var step: String?
        @Option(help: "What was looked at.") var comment: String = ""
        @OptionGroup var actor: TemplateActor

        func run() throws {
            let mine = try actor.person().roles
            let wanted = step
            try actor.act(.approve(step: step), on: templates, all: all, comment: comment) {
                guard case .review(let next) = $0.approval else { return false }
                return mine.contains(next) && (wanted ?? next) == next
            }
        }
    }

    struct Reject: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "reject",
            abstract: "Reject a version, approved ones too; it has to be submitted anew.",
            discussion: "Example:  hongyan template reject welcome --comment '价格已过期' --as li")
        @Argument(help: "The templates.") var templates: [String]
        @Option(help: "Why.") var comment: String
        @OptionGroup var actor: TemplateActor

        func run() throws { try actor.act(.reject, on: templates, comment: comment) }
    }

    struct Suspend: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "suspend",
            abstract: "Suspend a template in all its versions; effective within a minute.",
            discussion: "Example:  hongyan template suspend welcome --reason '投诉偏高' --as li")
        @Argument(help: "The templates.") var templates: [String]
        @Option(help: "On this channel only.") var channel: String?
        @Option(help: "Why.") var reason: String
        @OptionGroup var actor: TemplateActor

        func run() throws {
            try actor.act(
                .suspend(channel.map { ChannelID($0) }), on: templates, comment: reason)
        }
    }

    struct Resume: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "resume",
            abstract: "Lift a suspension; where the policy names steps, one must be yours.",
            discussion: "Example:  hongyan template resume welcome --as li")
        @Argument(help: "The templates.") var templates: [String]
        @Option(help: "The suspension of this channel.") var channel: String?
        @Option(help: "Why.") var reason: String = ""
        @OptionGroup var actor: TemplateActor

        func run() throws {
            try actor.act(.resume(channel.map { ChannelID($0) }), on: templates, comment: reason)
        }
    }

    struct List: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "list",
            abstract: "All templates, how far each has come, and what rules wait for.",
            discussion: """
                Exit code 2 when a rule waits for a template.

                Example:  hongyan template list --format json
                """)
        @OptionGroup var output: TemplateOutput

        func run() throws {
            let desk = try TemplateBooks(output)
            let rows = try desk.rows()
            Terminal.raw(
                output.format == .json
                    ? TemplateJSON.list(rows, book: desk.book)
                    : TemplateText.list(
                        rows, book: desk.book, language: output.options.language))
            if rows.contains(where: { !$0.waits.isEmpty }) { throw ExitCode(2) }
        }
    }

    struct Show: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "show",
            abstract: "One template: its words, approvals, filings and all that was done with it.",
            discussion: "Example:  hongyan template show welcome")
        @Argument(help: "The template.") var template: String
        @OptionGroup var output: TemplateOutput

        func run() throws {
            let desk = try TemplateBooks(output)
            let id = try desk.template(template).id
            guard let row = try desk.rows().first(where: { $0.template.id == id }) else { return }
            let log = try explained { try desk.store(.readOnly).templateLog() }
                .filter { $0.template == id }
            Terminal.raw(
                output.format == .json
                    ? TemplateJSON.show(row, log: log, book: desk.book)
                    : TemplateText.show(
                        row, log: log, book: desk.book, language: output.options.language))
        }
    }
}

extension TemplateCommand {
    /// `hongyan template file`: what is known of a filing with the carriers.
    struct File: ParsableCommand {
        static let configuration = CommandConfiguration(
            commandName: "file",
            abstract: "Note a filing with carriers: handed in, in effect from a day, or refused.",
            discussion: """
                Without --effective and --refused the filing was handed in; its answer is \
                expected after the channel's filing_days. Days are local dates.

                Example:  hongyan template file welcome --channel main --as li
                          hongyan template file welcome --channel main --carrier mobile \
                --effective 2026-12-01 --as li
                """)
        @Argument(help: "The templates.") var templates: [String]
        @Option(help: "The channel through which it is filed.") var channel: String
        @Option(help: "A carrier, once for each: mobile, unicom, telecom, broadnet (default: all).")
        var carrier: [String] = []
        @Option(help: "In effect from this day.") var effective: String?
        @Option(help: "With --effective: through this day (default: without end).")
        var through: String?
        @Flag(help: "The carrier refused it.") var refused = false
        @Option(help: "The day it was handed in or refused (default: today).") var on: String?
        @Option(help: "The day its answer is expected (default: by the channel's filing_days).")
        var expect: String?
        @Option(help: "The carrier's reference, or why it was refused.") var comment: String = ""
        @OptionGroup var actor: TemplateActor

        func validate() throws {
            if effective != nil, refused {
                throw ValidationError("--effective and --refused are different things")
            }
            if through != nil, effective == nil {
                throw ValidationError("--through belongs to --effective")
            }
            if expect != nil, effective != nil || refused {
                throw ValidationError("--expect is for what was handed in")
            }
            if on != nil, effective != nil {
                throw ValidationError("--on is the day it was handed in or refused")
            }
        }

        func run() throws {
            let desk = try TemplateBooks(actor.output)
            let carriers = try carrier.map { name in
                guard let carrier = Carrier(rawValue: name), carrier != .unknown else {
                    throw CommandFailure(
                        "there is no carrier '\(name)' (mobile, unicom, telecom, broadnet)",
                        code: 64)
                }
                return carrier
            }
            let today = desk.book.workspace.zone.day(of: SystemClock().now())
            let day = try on.map { try self.day($0, "--on") } ?? today
            let state: TemplateFiling.State
            if let effective {
                state = .effective(
                    from: try self.day(effective, "--effective"),
                    through: try through.map { try self.day($0, "--through") })
            } else if refused {
                state = .refused(on: day)
            } else {
                let terms = desk.book.workspace.channel(ChannelID(channel))
                    .map { desk.book.filingTerms(of: $0) }
                state = .submitted(
                    on: day,
                    expected: try expect.map { try self.day($0, "--expect") }
                        ?? (terms ?? .standard).expected(
                            after: day, by: desk.book.policy.calendar))
            }
            try actor.act(
                .file(ChannelID(channel), carriers, state), on: templates, comment: comment)
        }

        private func day(_ text: String, _ option: String) throws -> CivilDay {
            guard let day = CivilDay(text: text) else {
                throw CommandFailure(
                    "\(option) must be a date such as 2026-12-01, not '\(text)'", code: 64)
            }
            return day
        }
    }
}
