import Foundation
import Testing

extension CommandLineTests {
    /// What the commands say of themselves and of mistakes.
    @Suite("help and errors")
    struct WordsTests {
        @Test("every command's help has an example")
        func examples() throws {
            let tool = try Tool("help")
            defer { tool.remove() }
            let help = try tool.run("--help").output
            let list =
                help.components(separatedBy: "SUBCOMMANDS:\n").last?
                .components(separatedBy: "\n\n").first ?? ""
            let names = list.split(separator: "\n").filter {
                $0.hasPrefix("  ") && !$0.hasPrefix("   ")
            }.compactMap { $0.split(separator: " ").first.map(String.init) }
            #expect(names.count == 24, "\(names)")
            for name in names {
                let outcome = try tool.run(name, "--help")
                #expect(outcome.code == 0)
                #expect(outcome.output.contains("Example:  hongyan \(name)"), "\(name)")
            }
        }

        /// One clear line, an exit code, and no trace of Swift.
        private func verify(_ outcome: Tool.Outcome, says words: String, _ what: [String]) {
            #expect(outcome.code == 1, "\(what)")
            #expect(outcome.errors.hasPrefix("Error: "), "\(what): \(outcome.errors)")
            #expect(outcome.errors.contains(words), "\(what): \(outcome.errors)")
            let lines = outcome.errors.split(separator: "\n").count
            #expect(lines <= 2, "\(what): \(outcome.errors)")
            for trace in ["Fatal error", "Swift.", "Backtrace", "Error Domain", "Optional("] {
                #expect(!outcome.errors.contains(trace), "\(what): \(outcome.errors)")
            }
        }

        @Test("an unknown rule, customer, person or moment is told in one line")
        func unknownNames() throws {
            let shop = try Shop.stocked("unknown")
            defer { shop.remove() }
            let noRule = "there is no rule 'brithday'"
            let noCustomer = "there is no customer 'c99'"
            let mistakes: [([String], String)] = [
                (["render", "brithday", "c1"], noRule), (["explain", "c1", "brithday"], noRule),
                (["stop", "--rule", "brithday"], noRule),
                (["resume", "--rule", "brithday"], noRule),
                (["render", "birthday", "c99"], noCustomer),
                (["explain", "c99", "birthday"], noCustomer),
                (["send", "--test", "birthday", "--as", "c99", "--to", "小王"], noCustomer),
                (["send", "--test", "brithday", "--as", "c1", "--to", "小王"], noRule),
                (["send", "--test", "birthday", "--as", "c1", "--to", "老王"], "小王"),
                (["stop", "--channel", "mian"], "there is no channel 'mian'"),
                (["stop", "--purpose", "spam"], "there is no purpose 'spam'"),
            ]
            for (arguments, words) in mistakes {
                verify(try shop.tool.run(arguments), says: words, arguments)
            }
            let moment = try shop.tool.run("explain", "c1", "birthday", "--at", "soon")
            #expect(moment.code == 64)
            #expect(moment.errors.contains("--at must be a date or a time such as"))
        }

        static let needStore: [[String]] = [
            ["status"], ["run", "--once"], ["simulate"], ["render", "birthday", "c1"],
            ["explain", "c1", "birthday"], ["import", "customers", "hongyan.yaml"],
            ["stop", "--all"], ["resume", "--all"], ["merge", "a", "b"], ["backup", "x.sqlite"],
            ["reload"], ["send", "--test", "birthday", "--as", "c1", "--to", "小王"],
        ]

        @Test("without a workspace or a store, each command says what to do")
        func nothingThere() throws {
            let tool = try Tool("nothing")
            defer { tool.remove() }
            for arguments in Self.needStore + [["migrate"], ["check"]] {
                verify(try tool.run(arguments), says: "no hongyan.yaml", arguments)
            }
            let nowhere = ["status", "-w", "nowhere"]
            verify(try tool.run(nowhere), says: "no such folder", nowhere)
            let shop = try Shop("no-store")
            defer { shop.remove() }
            for arguments in Self.needStore {
                verify(try shop.tool.run(arguments), says: "run 'hongyan migrate'", arguments)
                #expect(!shop.tool.has("data"), "\(arguments)")
            }
        }

        @Test("a folder that cannot be written and a file that is no store are told in one line")
        func unusableStore() throws {
            let shop = try Shop("unusable")
            defer { shop.remove() }
            func move(to path: String) throws {
                try shop.tool.write(
                    Shop.settings.replacingOccurrences(of: "data/store.sqlite", with: path),
                    to: "hongyan.yaml")
            }
            let places = [
                ("/proc/hongyan/store.sqlite", "cannot make the folder /proc/hongyan"),
                ("/proc/store.sqlite", "the store at /proc/store.sqlite says: unable to open"),
            ]
            for (path, words) in places {
                try move(to: path)
                verify(try shop.tool.run("migrate"), says: words, ["migrate", path])
            }
            try shop.tool.write("id,phone\n" + String(repeating: "c,1\n", count: 500), to: "a.csv")
            try move(to: "a.csv")
            for arguments in [["migrate"], ["status"], ["run", "--once"]] {
                verify(try shop.tool.run(arguments), says: "not a database", arguments)
            }
            try shop.tool.write("", to: "empty.sqlite")
            try move(to: "empty.sqlite")
            verify(try shop.tool.run("status"), says: "run 'hongyan migrate'", ["status"])
        }

        @Test("output that cannot be written is told before or after, and leaves no part behind")
        func unusableOutput() throws {
            let shop = try Shop.stocked("output")
            defer { shop.remove() }
            let arguments = ["simulate", "--days", "1", "--decisions", "no/such/d.jsonl"]
            verify(try shop.tool.run(arguments), says: "cannot write no/such/d.jsonl", arguments)
            let generate = ["generate", "hongyan.yaml", "--customers", "10", "--days", "1"]
            verify(try shop.tool.run(generate), says: "cannot make the folder", generate)
            #expect(try shop.tool.temporaryFiles() == [])
        }
    }
}
